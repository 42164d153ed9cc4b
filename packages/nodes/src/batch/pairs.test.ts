import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { expect, test } from "vitest";
import { pairs } from "./pairs.ts";

const cross = (rows: object, columns: object, rowTitle = "", columnTitle = "") =>
  pairs.execute({ rows, columns, rowTitle, columnTitle } as never, {} as NodeContext<Host>);

test("every row item meets every column item, row by row", async () => {
  const { row, column, width } = await cross({ items: [1, 2] }, { items: ["a", "b", "c"] });
  expect(row.items).toEqual([1, 1, 1, 2, 2, 2]);
  expect(column.items).toEqual(["a", "b", "c", "a", "b", "c"]);
  expect(width.items).toEqual([3]);
});

test("places are labelled by row and column", async () => {
  const { row, column } = await cross(
    { items: [1, 2.5], labels: ["one", "more"] },
    { items: [0.25] },
    "prior",
    "decoder",
  );
  expect(row.labels).toEqual(["prior one, decoder 0.25", "prior more, decoder 0.25"]);
  expect(column.labels).toEqual(row.labels);
});

test("what has no name of its own is numbered", async () => {
  const { row } = await cross({ items: [{}, {}] }, { items: ["x".repeat(41)] });
  expect(row.labels).toEqual(["row 1, column 1", "row 2, column 1"]);
});
