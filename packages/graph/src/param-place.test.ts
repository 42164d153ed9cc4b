import { describe, expect, it } from "vitest";
import { innerInput, placeOfParam } from "./param-place.ts";
import type { Graph, GraphNode, Part } from "./types.ts";

const part = (inputs: Part["inputs"], nodes: Part["nodes"]): Part => ({
  title: "P",
  inputs,
  outputs: {},
  nodes,
});

/** `outer` uses `draw`, which holds the node `prior`; both declare its seed. */
const parts = {
  draw: part({ start: "prior.seed" }, { prior: { type: "prior", params: { seed: 1 } } }),
  outer: part({ begin: "use.start" }, { use: { type: "part:draw" } }),
  fed: part(
    { start: "prior.seed" },
    { seeds: { type: "seeds" }, prior: { type: "prior", inputs: { seed: "seeds.seed" } } },
  ),
  self: part({ x: "me.x" }, { me: { type: "part:self" } }),
};
const graphOf = (nodes: Record<string, GraphNode>): Graph => ({
  unclip: 1,
  title: "t",
  model: "m",
  nodes,
  parts,
});

describe("innerInput", () => {
  const graph = graphOf({ o: { type: "part:outer" }, a: { type: "prior" }, loop: { type: "part:self" } });
  it("leads through every part to the inner node", () => {
    expect(innerInput(graph, { node: "o", port: "begin" })).toEqual({ node: "o/use/prior", port: "seed" });
    expect(innerInput(graph, { node: "o/use", port: "start" })).toEqual({
      node: "o/use/prior",
      port: "seed",
    });
    expect(innerInput(graph, { node: "a", port: "seed" })).toEqual({ node: "a", port: "seed" });
  });
  it("ends where nothing is declared, no node is, or a part contains itself", () => {
    expect(innerInput(graph, { node: "o", port: "seed" })).toBeUndefined();
    expect(innerInput(graph, { node: "o/none", port: "x" })).toBeUndefined();
    expect(innerInput(graph, { node: "toString", port: "x" })).toBeUndefined();
    expect(innerInput(graph, { node: "loop", port: "x" })).toBeUndefined();
  });
});

describe("placeOfParam", () => {
  const place = (nodes: Record<string, GraphNode>, node: string, port: string) =>
    placeOfParam(graphOf(nodes), { node, port });

  it("is the node itself where nothing gives it another value", () => {
    expect(place({ a: { type: "prior" } }, "a", "seed")).toEqual({ node: "a", param: "seed" });
    expect(place({ o: { type: "part:outer" } }, "o/use/prior", "seed")).toEqual({
      part: "draw",
      node: "prior",
      param: "seed",
    });
    expect(place({ o: { type: "part:outer" } }, "o", "begin")).toEqual({ node: "o", param: "begin" });
  });
  it("is the outermost use that gives a literal", () => {
    const use: GraphNode = { type: "part:outer", params: { begin: 5 } };
    expect(place({ o: use }, "o/use/prior", "seed")).toEqual({ node: "o", param: "begin" });
    expect(place({ o: use }, "o/use", "start")).toEqual({ node: "o", param: "begin" });
    expect(place({ d: { type: "part:draw", params: { start: 5 } } }, "d/prior", "seed")).toEqual({
      node: "d",
      param: "start",
    });
  });
  it("is nowhere where an edge feeds it: at the node, at a use, or inside the part", () => {
    expect(place({ a: { type: "prior", inputs: { seed: "s.seed" } } }, "a", "seed")).toBeUndefined();
    const use: GraphNode = { type: "part:outer", params: { begin: 5 }, inputs: { begin: "s.seed" } };
    expect(place({ o: use }, "o/use/prior", "seed")).toBeUndefined();
    expect(place({ f: { type: "part:fed" } }, "f/prior", "seed")).toBeUndefined();
    expect(place({ f: { type: "part:fed" } }, "f", "start")).toBeUndefined();
    expect(place({}, "gone", "seed")).toBeUndefined();
  });
});
