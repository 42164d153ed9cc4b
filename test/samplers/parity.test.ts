/** Our samplers against recorded values of diffusers (record.py), each sampler × spacing × number of steps. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { inversionTimesteps, type Spacing, solverTimesteps, timesteps } from "@unclip/diffusion";
import { describe, expect, it } from "vitest";
import { cases, endOf, type Levels, levelsOf, recordedLevels, relativeError } from "./reference.ts";

describe("levels of every number of steps", () => {
  const spacing = (name: string): Spacing =>
    name === "leading+1" ? { kind: "leading", offset: 1 } : (name as Spacing);
  const ours = ({ spacing: name }: Levels, n: number): number[] => {
    if (name === "inversion") return inversionTimesteps(1000, n);
    if (name.startsWith("solver ")) return solverTimesteps(1000, n, spacing(name.replace("solver ", "")));
    return timesteps(1000, n, spacing(name));
  };

  it.each(recordedLevels)("$spacing", (recorded) => {
    const lists = recorded.sums.map((_, i) => ours(recorded, i + 1));
    const sums = lists.map((levels) => levels.reduce((sum, level) => sum + level, 0));
    const wrong = sums.flatMap((sum, i) => (sum === recorded.sums[i] ? [] : [i + 1]));
    expect(wrong).toEqual([]);
    const digest = createHash("sha256").update(lists.map(String).join("\n")).digest("hex");
    expect(digest).toBe(recorded.sha256);
  });

  it("arange's level of −1 is left out at the 62 step counts that have one", () => {
    const trailing = recordedLevels.find((entry) => entry.spacing === "trailing")!;
    expect(trailing.levelMinusOneAt).toHaveLength(62);
    for (const n of trailing.levelMinusOneAt)
      expect(timesteps(1000, n, "trailing").at(-1)).toBeGreaterThanOrEqual(0);
  });
});

describe.each(cases.map((found) => [found.sampler, found.spacing, found.steps, found] as const))(
  "%s, %s, %i steps",
  (_sampler, _spacing, _steps, found) => {
    it("visits the reference's levels and ends where it does", async () => {
      expect(levelsOf(found)).toEqual(found.levels);
      const { data } = await endOf(found, "f64");
      expect(relativeError(data, found.f64)).toBeLessThan(1e-5);
    });

    if (found.f32 === undefined) return;
    const { f32 } = found;
    it("in 32 bits too", async () => {
      const { data } = await endOf(found, "f32");
      expect(relativeError(data, f32)).toBeLessThan(1e-5);
    });
  },
);

it("records every sampler × spacing × number of steps", () => {
  expect(cases).toHaveLength(8 * 4 * 7);
});

it("docs/samplers.md shows every sampler × spacing, with a figure for each number of steps", async () => {
  const page = await readFile(new URL("../../docs/samplers.md", import.meta.url), "utf8");
  for (const name of new Set(cases.map(({ sampler, spacing }) => `${sampler} | ${spacing}`))) {
    const row = page.split("\n").find((line) => line.startsWith(`| ${name} |`));
    const figures = row?.match(/\d\.\de-\d+/g) ?? [];
    expect(figures, name).toHaveLength(7);
    for (const figure of figures) expect(Number(figure)).toBeLessThan(1e-5);
  }
});
