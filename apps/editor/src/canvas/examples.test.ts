/** The example graphs as the canvas lays them out, with the real node types. */
import { readdirSync, readFileSync } from "node:fs";
import { describe as tables } from "@unclip/engine";
import { parseGraph } from "@unclip/graph";
import { kinds, nodeTypes } from "@unclip/nodes";
import { expect, it } from "vitest";
import { createNodeMapper } from "./flow-adapter.ts";

const folder = new URL("../../../../graphs/", import.meta.url);
const vocabulary = tables(nodeTypes, kinds);
const names = readdirSync(folder).filter((name) => name.endsWith(".json"));

it.each(names)("no card or note of %s lies on another, before a run or after", (name) => {
  const graph = parseGraph(readFileSync(new URL(name, folder), "utf8"));
  const boxes = createNodeMapper()(graph, {
    vocabulary,
    path: "",
    selection: new Set(),
    collapsed: new Set(),
    drag: undefined,
    feet: {},
    alerted: new Set(),
    label: (_, id) => id,
  })
    .filter(({ type }) => type !== "frame")
    .map(({ id, position: { x, y }, width = 0, height = 0 }) => ({
      id,
      x,
      y,
      right: x + width,
      bottom: y + height,
    }));
  const overlaps = boxes.flatMap((a, i) =>
    boxes
      .slice(0, i)
      .filter((b) => a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom)
      .map((b) => `${a.id} on ${b.id}`),
  );
  expect(overlaps).toEqual([]);
});
