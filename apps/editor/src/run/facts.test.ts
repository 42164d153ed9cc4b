import { expect, it } from "vitest";
import { readAnimation, readEmbedding, readPlot, readTable } from "./facts.ts";

it("reads a table whose parts fit together, and no other", () => {
  const facts = { columns: ["a", "b"], rows: ["r"], values: [1, 2] };
  expect(readTable(facts)).toEqual(facts);
  expect(readTable({ ...facts, values: [1] })).toBeUndefined();
  expect(readTable(undefined)).toBeUndefined();
});

it("cuts a plot's points into its series", () => {
  const plot = readPlot({
    style: "points",
    title: "Map",
    xTitle: "1",
    yTitle: "2",
    names: ["p", "q"],
    lengths: [2, 1],
    x: [1, 2, 3],
    y: [4, 5, 6],
    labels: ["a", "b", "c"],
  });
  expect(plot?.series).toEqual([
    { name: "p", x: [1, 2], y: [4, 5], labels: ["a", "b"], pictures: [] },
    { name: "q", x: [3], y: [6], labels: ["c"], pictures: [] },
  ]);
});

it("refuses a plot that lacks points", () => {
  expect(readPlot({ style: "line", names: ["p"], lengths: [2], x: [1], y: [1, 2] })).toBeUndefined();
});

it("pairs the concepts and components of an embedding, and tells of nothing where there are none", () => {
  const facts = { norm: 1, nearest: ["heart"], cosines: [0.9], components: [3, 1], deviations: [2, -1] };
  expect(readEmbedding(facts)).toEqual({
    nearest: [["heart", 0.9]],
    components: [
      [3, 2],
      [1, -1],
    ],
  });
  expect(readEmbedding({ norm: 1 })).toBeUndefined();
  expect(readEmbedding({ nearest: ["x"], cosines: [1] })).toBeUndefined();
});

it("reads an animation of several frames, and takes one picture for none", () => {
  const facts = { frames: 3, width: 64, height: 64, milliseconds: 80 };
  expect(readAnimation(facts)).toEqual(facts);
  expect(readAnimation({ ...facts, frames: 1 })).toBeUndefined();
  expect(readAnimation({ ...facts, milliseconds: "soon" })).toBeUndefined();
  expect(readAnimation({ width: 64, height: 64 })).toBeUndefined();
});
