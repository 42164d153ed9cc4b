import { expect, test } from "vitest";
import { createWebAssets } from "./assets.ts";
import { memoryStore, openBlobStore } from "./blob-store.ts";

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

test("what was damaged in the browser's storage is removed when it is read, and mended when it is stored again", async () => {
  const store = memoryStore();
  const assets = createWebAssets(store);
  const bytes = new Uint8Array([1, 2, 3]);
  const id = await assets.put(bytes, "application/octet-stream");
  const damage = async (found: Uint8Array) => {
    await store.remove(id);
    await store.append(id, found);
  };
  await damage(new Uint8Array([1, 2, 4]));
  await expect(assets.get(id)).rejects.toMatchObject({ code: "asset_corrupt" });
  expect([await assets.get(id), await assets.touch(id)]).toEqual([undefined, undefined]);
  for (const found of [new Uint8Array([1, 2, 4]), new Uint8Array([1])]) {
    await damage(found);
    await assets.put(bytes, "application/octet-stream");
    expect((await assets.get(id))?.bytes).toEqual(bytes);
    expect(await assets.touch(id)).toBe(3);
  }
});
