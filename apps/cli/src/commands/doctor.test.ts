import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { doctor } from "./doctor.ts";

describe("unclip doctor", () => {
  it("tries every provider, says what is missing in one sentence and what to install", {
    timeout: 480_000,
  }, async () => {
    const none = mkdtempSync(join(tmpdir(), "unclip-doctor-"));
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    try {
      // Without a model pack nothing can be computed, whatever the providers are.
      expect(await doctor(["--json", "--models", none])).toBe(1);
      const { machine, drivers, providers, packs } = JSON.parse(String(log.mock.calls[0]?.[0]));
      expect(packs).toEqual([]);
      expect(Array.isArray(drivers)).toBe(true);
      expect(machine.cores).toBeGreaterThan(0);
      expect(providers.map((p: { name: string }) => p.name)).toEqual(["cpu", "webgpu", "cuda"]);
      expect(providers[0]).toEqual({ name: "cpu", works: true, problem: null, remedy: null });
      for (const { works, problem, remedy } of providers.slice(1)) {
        if (works) continue;
        expect(problem).toMatch(/^[A-Z].*\.$/s);
        expect(problem).not.toMatch(/\n\s+at |\.cc:\d+/);
        expect(remedy).toMatch(/^Install /);
      }
    } finally {
      log.mockRestore();
      rmSync(none, { recursive: true });
    }
  });

  it("compares every file of a pack with its digest", { timeout: 480_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "unclip-doctor-"));
    cpSync(fileURLToPath(new URL("../../../../models/emoji", import.meta.url)), join(folder, "emoji"), {
      recursive: true,
    });
    const words = join(folder, "emoji", "words.json");
    writeFileSync(words, readFileSync(words, "utf8").replace("\n", " \n"));
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    try {
      expect(await doctor(["--json", "--models", folder])).toBe(1);
      const { packs } = JSON.parse(String(log.mock.calls[0]?.[0]));
      expect(packs).toEqual([
        { id: "emoji", problem: expect.stringMatching(/^emoji\/words\.json: found sha256 /) },
      ]);
    } finally {
      log.mockRestore();
      rmSync(folder, { recursive: true });
    }
  });
});
