import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { drivers } from "./drivers.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "unclip-drivers-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function file(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

describe("drivers", () => {
  it("are none on a machine that names none", async () => {
    expect(await drivers(root)).toEqual([]);
  });

  it.each([
    ["NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu Feb 22 01:44:30 UTC 2024"],
    ["NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  550.54.14  Release Build"],
  ])("are NVIDIA's with its cards: %s", async (version) => {
    file("proc/driver/nvidia/version", `${version}\nGCC version:  gcc 12\n`);
    file("proc/driver/nvidia/gpus/0000:01:00.0/information", "Model: \t\t NVIDIA H200\nIRQ:   1\n");
    expect(await drivers(root)).toEqual([{ name: "NVIDIA", version: "550.54.14", cards: ["NVIDIA H200"] }]);
  });

  it("are those that the Vulkan loader finds, and no manifest that says nothing", async () => {
    file(
      "usr/share/vulkan/icd.d/lvp_icd.x86_64.json",
      '{"ICD": {"api_version": "1.3.230", "library_path": "x.so"}, "file_format_version": "1.0.0"}',
    );
    file("etc/vulkan/icd.d/broken.json", "{");
    file("etc/vulkan/icd.d/readme.txt", '"api_version": "1.0"');
    expect(await drivers(root)).toEqual([{ name: "Vulkan lvp_icd.x86_64", version: "1.3.230", cards: [] }]);
  });
});
