import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { badGraphs } from "./catalogue.ts";

/** Rows of the catalogue of bad input. */
const rows = 48;

test(`each of the ${rows} rows of the catalogue is a file or the name of a test in this folder`, () => {
  const scripts = readdirSync(new URL("./", import.meta.url)).filter((name) => /\.ts$/.test(name));
  const named = scripts
    .filter((name) => name !== "rows.test.ts")
    .flatMap((name) => {
      const text = readFileSync(new URL(name, import.meta.url), "utf8");
      // "41 …" and "41-…" in the first place of a quoted name.
      return [...text.matchAll(/["`](\d\d?)[ -]/g)].map((match) => Number(match[1]));
    });
  const covered = new Set([...named, ...badGraphs().map(({ name }) => Number.parseInt(name, 10))]);
  const missing = Array.from({ length: rows }, (_, i) => i + 1).filter((row) => !covered.has(row));
  expect(missing).toEqual([]);
});
