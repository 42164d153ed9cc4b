import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { expect, test } from "vitest";
import { table } from "./table.ts";

const make = async (given: object, headings: string[] = []) => {
  const all = { a: undefined, b: undefined, c: undefined, d: undefined, ...given, headings };
  const { table: made } = await table.execute(all as never, {} as NodeContext<Host>);
  return made.items[0]!;
};

test("numbers become a column, with their labels", async () => {
  expect(await make({ a: { items: [1, 2], labels: ["x", "y"] } })).toEqual({
    columns: ["value"],
    rows: [
      { label: "x", values: [1] },
      { label: "y", values: [2] },
    ],
  });
});

test("lists become rows", async () => {
  const { columns, rows } = await make({
    a: {
      items: [
        [1, 2],
        [3, 4],
      ],
      labels: ["x", "y"],
    },
  });
  expect(columns).toEqual(["1", "2"]);
  expect(rows.map(({ values }) => values)).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

const measured = (value: number) => ({
  columns: ["value"],
  rows: [{ label: "n", values: [value] }],
  note: `of ${value}`,
});

test("two settings stand side by side under their headings, and their notes are kept", async () => {
  const made = await make({ a: { items: [measured(1)] }, b: { items: [measured(2)] } }, ["weak", "strong"]);
  expect(made).toEqual({
    columns: ["weak", "strong"],
    rows: [{ label: "n", values: [1, 2] }],
    note: "of 1 of 2",
  });
});

test("several tables of one batch follow each other", async () => {
  const { rows } = await make({ a: { items: [measured(1), measured(2)], labels: ["p", "q"] } });
  expect(rows).toEqual([
    { label: "p · n", values: [1] },
    { label: "q · n", values: [2] },
  ]);
});

test.each([
  ["columns of different lengths", { a: { items: [1, 2] }, b: { items: [1] } }],
  ["lists of different lengths", { a: { items: [[1], [1, 2]] } }],
])("refuses %s", async (_, given) => {
  await expect(make(given)).rejects.toMatchObject({ code: "table_shape" });
});
