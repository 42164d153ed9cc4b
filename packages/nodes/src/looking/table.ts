import { input, optionalInput, output, textList } from "@unclip/engine";
import { allNode } from "../define-node.ts";
import { figures, table as tableKind } from "../kinds/kinds.ts";
import { beside, tableOf } from "./figures.ts";

const more = (name: string) => optionalInput(figures, name, "More columns, with the same number of rows.");

export const table = allNode({
  type: "table",
  version: 1,
  title: "Table",
  group: "looking",
  about: "Numbers, lists and tables side by side in one table: two settings and what was measured of them.",
  sink: true,
  inputs: {
    a: input(figures, "A", "Numbers (a row each), lists (a row each) or a table."),
    b: more("B"),
    c: more("C"),
    d: more("D"),
  },
  outputs: { table: output(tableKind, "Table", "All columns, under the row labels of A.") },
  params: {
    headings: textList({
      title: "Headings",
      about: "One for each input, in order. A missing heading is the name of its input.",
      of: "text",
      default: [],
      maxItems: 4,
    }),
  },
  async execute({ a, b, c, d, headings }) {
    const given = [a, b, c, d].flatMap((batch, i) => (batch ? [{ batch, name: "ABCD"[i]! }] : []));
    const tables = given.map(({ batch, name }, i) => {
      const heading = headings[i] ?? (given.length > 1 ? name : "");
      return { heading, table: tableOf(batch, heading || "value") };
    });
    return { table: { items: [beside(tables)] } };
  },
});
