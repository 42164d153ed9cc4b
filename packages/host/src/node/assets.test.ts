import { mkdtemp, readdir, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createNodeAssets } from "./assets.ts";

const fresh = () => mkdtemp(join(tmpdir(), "unclip-assets-"));
const bytes = new TextEncoder().encode("hello");
const id = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

test("survives a new process: another store on the same folder has the asset", async () => {
  const folder = await fresh();
  await createNodeAssets(folder).put(bytes, "application/octet-stream");
  expect((await createNodeAssets(folder).get(id))!.bytes).toEqual(bytes);
});

test("bytes that were damaged on disk are refused, and storing them again mends them", async () => {
  const folder = await fresh();
  const assets = createNodeAssets(folder);
  await assets.put(bytes, "application/octet-stream");
  await writeFile(join(folder, "2c", id), "hellO");
  await expect(assets.get(id)).rejects.toMatchObject({
    code: "asset_corrupt",
    message: expect.stringContaining(id),
  });
  await assets.put(bytes, "application/octet-stream");
  expect((await assets.get(id))!.bytes).toEqual(bytes);
});

test("a draft that a crash left behind is not an asset, and writing leaves none", async () => {
  const folder = await fresh();
  const assets = createNodeAssets(folder);
  await Promise.all(Array.from({ length: 8 }, () => assets.put(bytes, "application/octet-stream")));
  await writeFile(join(folder, "2c", `${id.replace("2cf", "2c0")}.1.tmp`), "half");
  expect(await assets.get(id.replace("2cf", "2c0"))).toBeUndefined();
  expect((await readdir(join(folder, "2c"))).filter((name) => name.startsWith(id))).toEqual([id]);
});

test("text that is called a picture is refused", async () => {
  const assets = createNodeAssets(await fresh());
  await expect(assets.put(new TextEncoder().encode("<script>"), "image/png")).rejects.toMatchObject({
    code: "asset_type",
  });
});

test("damage that a reading finds removes the file: from then on it is missing, and no longer counts as there", async () => {
  const folder = await fresh();
  const assets = createNodeAssets(folder);
  await assets.put(bytes, "application/octet-stream");
  await writeFile(join(folder, "2c", id), "hellO");
  // Of the same size: only a reading finds it.
  expect(await assets.touch(id)).toBe(5);
  await expect(assets.get(id)).rejects.toMatchObject({ code: "asset_corrupt" });
  expect([await assets.touch(id), await assets.get(id)]).toEqual([undefined, undefined]);
});

test("a preview that was damaged, cut off or emptied is mended by the next one of the same bytes", async () => {
  const folder = await fresh();
  const assets = createNodeAssets(folder);
  for (const damaged of ["hellO", "he", ""]) {
    await assets.put(bytes, "application/octet-stream", "brief");
    await writeFile(join(folder, "2c", id), damaged);
    expect(await assets.put(bytes, "application/octet-stream", "brief")).toBe(id);
    expect((await assets.get(id))!.bytes).toEqual(bytes);
  }
});

test("an asset is removed when it was not used since then, and what is touched stays", async () => {
  const folder = await fresh();
  const assets = createNodeAssets(folder);
  await assets.put(bytes, "application/octet-stream");
  const hourAgo = new Date(Date.now() - 3_600_000);
  await utimes(join(folder, "2c", id), hourAgo, hourAgo);
  expect(await assets.remove(id, hourAgo.getTime() - 1000)).toBe(false);
  expect(await assets.touch(id)).toBe(5);
  expect((await stat(join(folder, "2c", id))).mtimeMs).toBeGreaterThan(hourAgo.getTime());
  expect(await assets.remove(id, Date.now() - 60_000)).toBe(false);
  expect(await assets.list()).toEqual([id]);
  expect(await assets.remove(id, Date.now() + 60_000)).toBe(true);
  expect([await assets.list(), await readdir(join(folder, "2c"))]).toEqual([[], []]);
  // What is gone already counts as removed.
  expect(await assets.remove(id, Date.now())).toBe(true);
});
