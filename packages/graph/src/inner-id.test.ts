import { expect, test } from "vitest";
import {
  innerId,
  innerPath,
  outermost,
  partOf,
  partType,
  partUsed,
  readGraph,
  splitId,
  stepsOf,
  usesAround,
} from "./index.ts";

test("ids of nodes inside parts are joined and split", () => {
  expect(innerId("a/b", "c")).toBe("a/b/c");
  expect(innerPath("a/b")).toBe("a/b/");
  expect(splitId("a/b/c")).toEqual({ path: "a/b/", id: "c" });
  expect(splitId("c")).toEqual({ path: "", id: "c" });
  expect(stepsOf("a/b/c")).toEqual(["a", "b", "c"]);
  expect(stepsOf("c")).toEqual(["c"]);
  expect([outermost("a/b/c"), outermost("c")]).toEqual(["a", "c"]);
  expect(usesAround("a/b/c")).toEqual(["a", "a/b"]);
  expect(usesAround("c")).toEqual([]);
});

test("the part of a node is told by its type alone, and found in the graph if it is there", () => {
  const draw = { title: "Draw", inputs: {}, outputs: {}, nodes: {} };
  const graph = readGraph({ unclip: 1, title: "t", model: "m", nodes: {}, parts: { draw } });
  expect(partType("draw")).toBe("part:draw");
  expect(partOf({ type: partType("no") })).toBe("no");
  expect(partOf({ type: "draw" })).toBeUndefined();
  expect(partOf(undefined)).toBeUndefined();
  expect(partUsed(graph, { type: "part:draw" })?.title).toBe("Draw");
  for (const type of ["part:no", "part:toString", "draw"]) expect(partUsed(graph, { type })).toBeUndefined();
});
