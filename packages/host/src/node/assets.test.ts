import { mkdtemp, readdir, writeFile } from "node:fs/promises";
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
