import { type Batch, input, output, text } from "@unclip/engine";
import { allNode } from "../define-node.ts";
import { labelAt } from "../items/labels.ts";
import { anything, number } from "../kinds/kinds.ts";

export const pairs = allNode({
  type: "pairs",
  version: 1,
  title: "Pairs",
  group: "batch",
  about:
    "Every item of one batch with every item of another, row by row: two params swept at once, for a grid with a row and a column for each.",
  inputs: {
    rows: input(anything, "Rows", "One row of the grid for each item."),
    columns: input(anything, "Columns", "One column of the grid for each item."),
  },
  outputs: {
    row: output(anything, "Row item", "The item of its row, for each place of the grid.", {
      as: "rows",
      items: ["rows", "columns"],
    }),
    column: output(anything, "Column item", "The item of its column, for each place of the grid.", {
      as: "columns",
      items: ["rows", "columns"],
    }),
    width: output(number, "Width", "How many columns there are, for the grid."),
  },
  params: {
    rowTitle: text({
      title: "Row title",
      about: "Prefix of each row's label.",
      default: "",
      maxLength: 60,
    }),
    columnTitle: text({
      title: "Column title",
      about: "Prefix of each column's label.",
      default: "",
      maxLength: 60,
    }),
  },
  async execute({ rows, columns, rowTitle, columnTitle }) {
    const places = rows.items.flatMap((_, r) => columns.items.map((_, c) => ({ r, c })));
    const named = (title: string, batch: Batch, i: number, name: string) =>
      `${title} ${labelAt(batch, i, name)}`.trim();
    const labels = places.map(
      ({ r, c }) => `${named(rowTitle, rows, r, "row ")}, ${named(columnTitle, columns, c, "column ")}`,
    );
    return {
      row: { items: places.map(({ r }) => rows.items[r]), labels },
      column: { items: places.map(({ c }) => columns.items[c]), labels },
      width: { items: [columns.items.length] },
    };
  },
});
