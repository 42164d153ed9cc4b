import { expect, it } from "vitest";
import { type Migration, migrate } from "./migrate.ts";

const steps = new Map<number, Migration>([
  [1, (d) => ({ ...d, title: d.name })],
  [2, (d) => ({ ...d, nodes: {} })],
]);

it("takes a document up one version at a time", () => {
  expect(migrate({ unclip: 1, name: "x" }, 3, steps)).toEqual({
    unclip: 3,
    name: "x",
    title: "x",
    nodes: {},
  });
});
it("leaves the current version alone", () => {
  const document = { unclip: 3 };
  expect(migrate(document, 3, steps)).toBe(document);
});
it.each([[{ unclip: 4 }], [{ unclip: 0 }], [{}], [{ unclip: "1" }], [{ unclip: Number.NaN }]])(
  "gives up on %j",
  (document) => {
    expect(migrate(document, 3, steps)).toBeUndefined();
  },
);
