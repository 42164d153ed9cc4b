import { choice, input, NodeError, optionalInput, output, text, textList } from "@unclip/engine";
import { allNode } from "../define-node.ts";
import { figures, number, plot as plotKind } from "../kinds/kinds.ts";
import type { PlotSeries, Table } from "../kinds/values.ts";
import { beside, tableOf } from "./figures.ts";

const more = (name: string) => optionalInput(figures, name, "More series, with the same number of points.");

export const plot = allNode({
  type: "plot",
  version: 1,
  title: "Plot",
  group: "looking",
  about: "Draws numbers over each other: a line, points or bars for each series.",
  sink: true,
  inputs: {
    y: input(figures, "Y", "Numbers (one series), or a table (a series for each column)."),
    b: more("Y 2"),
    c: more("Y 3"),
    x: optionalInput(number, "X", "Positions of the points along x. Default: numbered from 1."),
  },
  outputs: { plot: output(plotKind, "Plot", "The drawing, as data.") },
  params: {
    style: choice({
      title: "Style",
      about: "How a series is drawn.",
      default: "line",
      options: ["line", "points", "bars"],
    }),
    title: text({ title: "Title", about: "Above the plot.", default: "", maxLength: 120 }),
    xTitle: text({ title: "X title", about: "Below the x axis.", default: "", maxLength: 60 }),
    yTitle: text({ title: "Y title", about: "Beside the y axis.", default: "", maxLength: 60 }),
    names: textList({
      title: "Names",
      about: "Of the series, in order of the inputs.",
      of: "text",
      default: [],
      maxItems: 3,
    }),
  },
  async execute({ y, b, c, x, style, title, xTitle, yTitle, names }) {
    const given = [y, b, c].flatMap((batch) => (batch ? [batch] : []));
    const all = beside(
      given.map((batch, i) => {
        const heading = names[i] ?? (given.length > 1 ? `y ${i + 1}` : yTitle || "y");
        return { heading, table: tableOf(batch, heading) };
      }),
    );
    const places = x?.items ?? all.rows.map((_, i) => i + 1);
    if (places.length !== all.rows.length) {
      const found = `${places.length} places along x for ${all.rows.length} points`;
      throw new NodeError(
        "batch_mismatch",
        `Found ${found}, expected as many. Feed both from the same sweep.`,
      );
    }
    return { plot: { items: [{ title, style, x: xTitle, y: yTitle, series: seriesOf(all, places) }] } };
  },
});

/** A series for each column. */
function seriesOf({ columns, rows }: Table, x: readonly number[]): PlotSeries[] {
  const labels = rows.map((row) => row.label);
  return columns.map((name, k) => ({ name, x, y: rows.map((row) => row.values[k]!), labels }));
}
