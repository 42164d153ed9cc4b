import { expect, test } from "vitest";
import { createWebAssets } from "./assets.ts";
import { openBlobStore } from "./blob-store.ts";

test("tells how much room the assets take, and lets go of all of them", async () => {
  const assets = createWebAssets(await openBlobStore("assets"));
  expect(await assets.stored()).toBe(0);
  const first = await assets.put(new Uint8Array([1, 2, 3]), "application/octet-stream");
  await assets.put(new Uint8Array([4, 5]), "application/octet-stream");
  // The same bytes once more take no more room.
  await assets.put(new Uint8Array([1, 2, 3]), "application/octet-stream");
  expect(await assets.stored()).toBe(5);
  await assets.evict();
  expect(await assets.stored()).toBe(0);
  expect(await assets.get(first)).toBeUndefined();
});
