import { expect, test } from "vitest";
import { createMemoryAssets } from "./memory/assets.ts";
import { watchAssets } from "./watch-assets.ts";

test("what may not be read is answered as what is not there, and what is stored is reported", async () => {
  const below = createMemoryAssets();
  const foreign = await below.put(new Uint8Array([9]), "application/octet-stream");
  const assets = watchAssets(below);
  const stored: [string, number][] = [];
  assets.watch({
    mayRead: (id) => stored.some(([own]) => own === id),
    stored: (id, bytes) => stored.push([id, bytes]),
  });
  const own = await assets.put(new Uint8Array([1, 2]), "application/octet-stream");
  expect(stored).toEqual([[own, 2]]);
  expect((await assets.get(own))?.bytes).toEqual(new Uint8Array([1, 2]));
  expect(await assets.get(foreign)).toEqual(await assets.get("0".repeat(64)));
  assets.watch(undefined);
  expect((await assets.get(foreign))?.bytes).toEqual(new Uint8Array([9]));
});
