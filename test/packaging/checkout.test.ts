/** What a user's own Git and npm make of this repository. */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import semver from "semver";
import { expect, test } from "vitest";
import { root } from "../machine.ts";

interface LockEntry {
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly engines?: { readonly node?: string };
}

const read = (file: string) => JSON.parse(readFileSync(join(root, file), "utf8"));
const installed = Object.entries<LockEntry>(read("package-lock.json").packages).filter(
  ([path, entry]) => path.includes("node_modules/") && !entry.link,
);

test("a checkout with core.autocrlf keeps the bytes of packs, pictures and scripts", () => {
  const folder = mkdtempSync(join(tmpdir(), "unclip-checkout-"));
  try {
    const git = (...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" });
    // As Git for Windows checks out by default. It reads .gitattributes from the working tree.
    git("-c", "core.autocrlf=true", "-c", "core.eol=crlf", "checkout-index", "--all", `--prefix=${folder}/`);
    const manifest = JSON.parse(readFileSync(join(folder, "models/emoji/model.json"), "utf8"));
    for (const [file, { sha256 }] of Object.entries<{ sha256: string }>(manifest.files)) {
      const bytes = readFileSync(join(folder, "models/emoji", file));
      expect(createHash("sha256").update(bytes).digest("hex"), file).toBe(sha256);
    }
    for (const file of [".ci/run", "apps/cli/bin/unclip.js", "graphs/text-to-image.json", "README.md"])
      expect(readFileSync(join(folder, file), "utf8"), file).not.toContain("\r");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the lockfile proves every package by its digest, and names no registry", () => {
  expect(installed.filter(([, e]) => !e.integrity?.startsWith("sha512-")).map(([path]) => path)).toEqual([]);
  expect(installed.filter(([, e]) => e.resolved !== undefined).map(([path]) => path)).toEqual([]);
});

// onnxruntime-node's script downloads CUDA libraries, and protobufjs's has no use. npm 11 skips them by `allowScripts`;
// npm 10 does not know that field and decides by `hasInstallScript`, which `npm install` may write again.
test("no package runs an install script, whatever the version of npm", () => {
  expect(installed.filter(([, e]) => e.hasInstallScript).map(([path]) => path)).toEqual([]);
});

test("npm knows every setting of the project", () => {
  const { status, stderr } = spawnSync("npm", ["config", "get", "fund"], { cwd: root, encoding: "utf8" });
  expect(status).toBe(0);
  expect(stderr).not.toContain("Unknown project config");
});

test("engines names the lowest Node that every dependency supports", () => {
  const { node } = read("package.json").engines;
  const lowest = node.split("||").map((range: string) => semver.minVersion(range)?.version ?? "");
  for (const version of lowest)
    for (const [path, { dev, optional, engines }] of installed)
      if (!dev && !optional && engines?.node !== undefined)
        expect(semver.satisfies(version, engines.node), `${path} on ${version}`).toBe(true);
});
