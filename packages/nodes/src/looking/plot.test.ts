import type { NodeContext } from "@unclip/engine";
import { createMemoryHost } from "@unclip/host/memory";
import { expect, test } from "vitest";
import { plot as plotKind } from "../kinds/kinds.ts";
import { plot } from "./plot.ts";

const host = createMemoryHost();
const draw = async (given: object) => {
  const all = {
    y: undefined,
    b: undefined,
    c: undefined,
    x: undefined,
    style: "line",
    title: "",
    xTitle: "",
    yTitle: "",
    names: [],
    ...given,
  };
  const { plot: made } = await plot.execute(all as never, { host } as NodeContext<typeof host>);
  return made.items[0]!;
};

test("numbers are one series over their places", async () => {
  const { series } = await draw({ y: { items: [4, 5], labels: ["p", "q"] }, yTitle: "norm" });
  expect(series).toEqual([{ name: "norm", x: [1, 2], y: [4, 5], labels: ["p", "q"] }]);
});

test("x says where points are, and columns of tables are series of their own", async () => {
  const rows = [
    { label: "r", values: [1, 10] },
    { label: "s", values: [2, 20] },
  ];
  const { series } = await draw({
    y: { items: [{ columns: ["p", "q"], rows }] },
    b: { items: [7, 8] },
    x: { items: [0.1, 0.2] },
    names: ["one", "two"],
  });
  expect(series.map(({ name, x, y }) => [name, x, y])).toEqual([
    ["one p", [0.1, 0.2], [1, 2]],
    ["one q", [0.1, 0.2], [10, 20]],
    ["two", [0.1, 0.2], [7, 8]],
  ]);
});

test("as many x as points", async () => {
  await expect(draw({ y: { items: [1, 2] }, x: { items: [1] } })).rejects.toMatchObject({
    code: "batch_mismatch",
  });
});

test("a plot is summarised as flat facts", async () => {
  const made = await draw({
    y: { items: [4, 5] },
    b: { items: [6, 7] },
    title: "T",
    xTitle: "steps",
    yTitle: "e",
  });
  expect(await plotKind.summarize(made, host)).toEqual({
    text: "T: y 1 (2), y 2 (2)",
    facts: {
      title: "T",
      style: "line",
      xTitle: "steps",
      yTitle: "e",
      names: ["y 1", "y 2"],
      lengths: [2, 2],
      x: [1, 2, 1, 2],
      y: [4, 5, 6, 7],
      labels: ["1", "2", "1", "2"],
    },
  });
});
