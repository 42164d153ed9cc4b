import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const exported = (file: string) =>
  [
    ...readFileSync(new URL(file, import.meta.url), "utf8").matchAll(
      /^export (?:async function|function|const) (\w+)/gm,
    ),
  ]
    .map(([, name]) => name)
    .sort();

it("has every function that it stands in for: the static build has no other", () => {
  const functions = exported("../server/api.ts");
  expect(functions.length).toBeGreaterThan(15);
  expect(exported("./api.ts")).toEqual(functions);
});
