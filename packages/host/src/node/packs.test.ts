import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, realpath, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HostError } from "../host.ts";
import { createNodePacks, type FolderPack } from "./packs.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const names = ["LICENSE", "tokenizer.json", "model.onnx"];

/** A folder with one pack whose files hold their own names. */
async function packFolder(
  id = "example",
  change: (manifest: Record<string, unknown>) => void = () => undefined,
) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "unclip-packs-")));
  await mkdir(join(folder, id));
  const manifest = {
    format: "unclip-pack/1",
    id,
    title: "Example",
    about: "",
    license: { spdx: "CC0-1.0", text: "LICENSE" },
    provenance: {},
    files: Object.fromEntries(names.map((name) => [name, { sha256: sha256(name), bytes: name.length }])),
    embedding: { joint: "example", width: 8, unitNorm: true },
    encoding: { length: 4, width: 8 },
    tokenizer: { file: "tokenizer.json", length: 4, pad: 0 },
    imagePreprocess: { size: 8, fit: "squash", mean: [0, 0, 0], std: [1, 1, 1] },
    schedules: {},
    roles: {
      "text-encoder": { file: "model.onnx", in: { ids: "ids" }, out: { embedding: "z", tokens: "s" } },
      "image-encoder": { file: "model.onnx", in: { pixels: "x" }, out: { embedding: "z" } },
    },
  };
  change(manifest);
  await writeFile(join(folder, id, "model.json"), JSON.stringify(manifest));
  for (const name of names) await writeFile(join(folder, id, name), name);
  return folder;
}

test("lists packs by name, from all folders, and the first folder wins", async () => {
  const [one, two, other] = [await packFolder(), await packFolder(), await packFolder("another")];
  await writeFile(join(two, "example", "LICENSE"), "changed");
  const packs = createNodePacks([one, two, other, join(one, "nowhere")]);
  expect(await packs.list()).toEqual(["another", "example"]);
  const pack = await packs.open("example");
  expect(new TextDecoder().decode(await pack.read("LICENSE"))).toBe("LICENSE");
});

test("the digest follows the manifest, and so the weights", async () => {
  const digest = async (folder: string) => (await createNodePacks([folder]).open("example")).digest;
  expect(await digest(await packFolder())).toBe(await digest(await packFolder()));
  expect(await digest(await packFolder("example", (m) => (m.title = "Other")))).not.toBe(
    await digest(await packFolder()),
  );
});

test("a file that changed is refused with both digests, by bytes and by path", async () => {
  const folder = await packFolder();
  const pack = (await createNodePacks([folder]).open("example")) as FolderPack;
  expect(await pack.verifiedPath("model.onnx")).toBe(join(folder, "example", "model.onnx"));
  await writeFile(join(folder, "example", "model.onnx"), "something else");
  const expected = {
    code: "model_changed",
    message: expect.stringContaining(
      `found sha256 ${sha256("something else")}, expected ${sha256("model.onnx")}`,
    ),
  };
  await expect(pack.read("model.onnx")).rejects.toMatchObject(expected);
  await expect(pack.verifiedPath("model.onnx")).rejects.toMatchObject(expected);
});

test("a file that vanished, or that the manifest does not name, is missing", async () => {
  const folder = await packFolder();
  const pack = (await createNodePacks([folder]).open("example")) as FolderPack;
  await rm(join(folder, "example", "LICENSE"));
  for (const file of ["LICENSE", "model.json", "../example/LICENSE"]) {
    await expect(pack.read(file)).rejects.toMatchObject({ code: "model_missing" });
    await expect(pack.verifiedPath(file)).rejects.toMatchObject({ code: "model_missing" });
  }
});

test("a link that leads out of the pack's folder is refused, one within it and one to the folder are not", async () => {
  const folder = await packFolder();
  const [pack, secret] = [join(folder, "example"), join(folder, "secret")];
  await writeFile(secret, "LICENSE");
  const replace = async (file: string, target: string) => {
    await rm(join(pack, file), { recursive: true, force: true });
    await symlink(target, join(pack, file));
  };
  const refused = {
    code: "model_invalid",
    message: expect.stringMatching(
      /found a link that leads out of the pack's folder, expected a file within/,
    ),
  };
  const open = () => createNodePacks([folder]).open("example");
  // Not even with the digest that the manifest expects; a folder whose name only begins alike is outside, too.
  await mkdir(`${pack}-other`);
  await writeFile(join(`${pack}-other`, "LICENSE"), "LICENSE");
  for (const target of [secret, "../secret", "../example-other/LICENSE"]) {
    await replace("LICENSE", target);
    await expect((await open()).read("LICENSE")).rejects.toMatchObject(refused);
    await expect((await open()).verifiedPath("LICENSE")).rejects.toMatchObject(refused);
  }
  await replace("LICENSE", "tokenizer.json");
  await expect((await open()).read("LICENSE")).rejects.toMatchObject({ code: "model_changed" });
  await writeFile(join(pack, "real"), "LICENSE");
  await replace("LICENSE", "real");
  expect(await (await open()).verifiedPath("LICENSE")).toBe(join(pack, "real"));
  await replace("LICENSE", ".");
  await expect((await open()).read("LICENSE")).rejects.toMatchObject({ code: "model_invalid" });
  await rename(join(pack, "real"), join(folder, "real"));

  await rename(pack, join(folder, "elsewhere"));
  await symlink("elsewhere", pack);
  expect(await (await open()).read("tokenizer.json")).toHaveLength("tokenizer.json".length);
  // Of a manifest that lies elsewhere no word may be shown.
  await writeFile(secret, "root:x:0:0");
  await replace("model.json", secret);
  await expect(open()).rejects.toMatchObject(refused);
});

test.each<[string, (path: string) => unknown, RegExp]>([
  [
    "nested 500,000 deep",
    (path) => writeFile(path, "[".repeat(500_000) + "]".repeat(500_000)),
    /nested deeper than/,
  ],
  [
    "nested deep in a value",
    (path) => writeFile(path, `{"format":"unclip-pack/1","title":${"[".repeat(3000)}${"]".repeat(3000)}}`),
    /nested deeper than/,
  ],
  ["of 50 MB", (path) => truncate(path, 50_000_000), /more than \d+ bytes/],
  [
    "of two million letters",
    (path) => writeFile(path, `"${"a".repeat(2_000_000)}"`),
    /a text of 2000002 characters/,
  ],
  ["that is not UTF-8", (path) => writeFile(path, Uint8Array.of(0x22, 0xff, 0x22)), /not UTF-8/],
  ["that is empty", (path) => writeFile(path, ""), /not JSON/],
  ["with a quote that does not end", (path) => writeFile(path, '"\\'), /not JSON/],
  ["that is null", (path) => writeFile(path, "null"), /found null/],
  [
    "with 40,000 unknown keys",
    (path) =>
      writeFile(
        path,
        JSON.stringify(Object.fromEntries(Array.from({ length: 40_000 }, (_, i) => [`k${i}`, 1]))),
      ),
    /and \d+ more\. Correct/,
  ],
  ["that is a folder", (path) => rm(path).then(() => mkdir(path)), /found a folder/],
  [
    "that is a link to itself",
    (path) => rm(path).then(() => symlink("model.json", path)),
    /links that lead in a circle/,
  ],
  ["that is a link to nothing", (path) => rm(path).then(() => symlink("none", path)), /no such file/],
  [
    "that is a link out of the folder to an endless file",
    (path) => rm(path).then(() => symlink("/dev/zero", path)),
    /leads out of the pack's folder/,
  ],
  [
    "that is a pipe",
    (path) => rm(path).then(() => execFileSync("mkfifo", [path])),
    /something that is no file/,
  ],
  ["that nobody may read", (path) => chmod(path, 0), /cannot be read/],
])(
  "a manifest %s is listed, told and hides no other",
  { skip: process.platform === "win32" },
  async (_, harm, told) => {
    const folder = await packFolder("broken");
    await harm(join(folder, "broken", "model.json"));
    const packs = createNodePacks([folder, await packFolder("example")]);
    expect(await packs.list()).toEqual(["broken", "example"]);
    const error = (await packs.open("broken").catch((e) => e)) as HostError;
    // Root may read what nobody may.
    if (process.getuid?.() !== 0 || !("manifest" in error)) {
      expect(error).toBeInstanceOf(HostError);
      expect(error.message).toMatch(told);
      expect(error.message.length).toBeLessThan(2000);
    }
    await expect(packs.open("example")).resolves.toMatchObject({ manifest: { id: "example" } });
  },
);

test.each(["../LICENSE", "/etc/passwd", "..", "a/../../b", "a\\b"])(
  "the manifest's file %j is none of the pack's",
  async (file) => {
    const folder = await packFolder("example", (m) => {
      (m.files as Record<string, unknown>)[file] = { sha256: sha256("LICENSE"), bytes: 7 };
    });
    await expect(createNodePacks([folder]).open("example")).rejects.toMatchObject({
      code: "model_invalid",
      message: expect.stringMatching(
        /at \/files\/.* found the name .*, expected a plain file or tensor name/,
      ),
    });
  },
);

test.each(["../example", "Example", "", "a/b"])("the name %j is no pack", async (id) => {
  await expect(createNodePacks([await packFolder()]).open(id)).rejects.toMatchObject({
    code: "model_missing",
  });
});

test("an unknown pack is answered with those that are there", async () => {
  await expect(createNodePacks([await packFolder()]).open("karlo")).rejects.toThrow(
    /the packs here are example/,
  );
});

test("a manifest that is no JSON, or of another id, is invalid; once mended it opens", async () => {
  const folder = await packFolder();
  const packs = createNodePacks([folder]);
  const path = join(folder, "example", "model.json");
  await writeFile(path, "{");
  await expect(packs.open("example")).rejects.toMatchObject({
    code: "model_invalid",
    message: expect.stringContaining("not JSON"),
  });
  const renamed = createNodePacks([await packFolder("example", (m) => (m.id = "other"))]);
  await expect(renamed.open("example")).rejects.toThrow(/at \/id found "other", expected "example"/);
  await expect(createNodePacks([await packFolder()]).open("example")).resolves.toMatchObject({
    manifest: { id: "example" },
  });
});

test("a text file that Git gave Windows line endings is refused with what to do", async () => {
  const folder = await packFolder("example", (manifest) => {
    (manifest.files as Record<string, unknown>)["tokenizer.json"] = { sha256: sha256("{\n}\n"), bytes: 4 };
  });
  await writeFile(join(folder, "example", "tokenizer.json"), "{\r\n}\r\n");
  const pack = await createNodePacks([folder]).open("example");
  const told = { code: "model_changed", message: expect.stringContaining("Windows line endings") };
  await expect(pack.read("tokenizer.json")).rejects.toMatchObject(told);
  await expect(pack.verifiedPath("tokenizer.json")).rejects.toMatchObject(told);
  await writeFile(join(folder, "example", "LICENSE"), "an\r\nother");
  await expect(pack.read("LICENSE")).rejects.toMatchObject({
    message: expect.not.stringContaining("line endings"),
  });
});
