import { connect, declarePort, type Graph, makePart, setParam } from "@unclip/graph";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { graph, vocabulary } from "../document/sample.fixture.ts";
import { drawSeeds, setFree, useSeeds } from "./seeds.ts";

/** `draw` and `again` use the part `draw`, which declares the seed of its prior. */
const made = makePart(graph, ["prior", "decode"], "Draw").graph;
const declared = declarePort(made, "draw", "inputs", "seed", "prior.seed").graph;
const parts: Graph = {
  ...declared,
  nodes: { ...declared.nodes, again: { type: "part:draw" }, seeds: { type: "prior" } },
};

beforeEach(() => {
  vi.spyOn(Math, "random").mockReturnValue(0.123456);
});

const drawn = (from: Graph, ...free: string[]) => {
  useSeeds.setState({ free: new Set() });
  for (const key of free) setFree(key, true);
  return drawSeeds(from, vocabulary, "New seed").graph;
};

describe("drawSeeds", () => {
  it("draws the seed of a use of a part, for this use alone", () => {
    const after = drawn(parts, "draw.seed");
    expect(after.nodes.draw?.params).toEqual({ seed: 123456 });
    expect(after.nodes.again?.params).toBeUndefined();
    expect(after.parts).toEqual(parts.parts);
  });

  it("draws a seed inside of a part where nothing gives another, else at the use that does", () => {
    expect(drawn(parts, "draw/prior.seed").parts?.draw?.nodes.prior?.params).toEqual({ seed: 123456 });
    const given = setParam(parts, "draw", "seed", 5).graph;
    const after = drawn(given, "draw/prior.seed");
    expect(after.nodes.draw?.params).toEqual({ seed: 123456 });
    expect(after.parts).toEqual(parts.parts);
  });

  it("draws the seed of a use within a part", () => {
    const outer = makePart(parts, ["draw"], "Outer").graph;
    expect(drawn(outer, "outer/draw.seed").parts?.outer?.nodes.draw?.params).toEqual({ seed: 123456 });
  });

  it("leaves alone what an edge feeds, and what is no seed or not there", () => {
    const fed = connect(parts, "seeds.embedding", "draw.seed").graph;
    for (const key of ["draw.seed", "draw/prior.seed"]) expect(drawn(fed, key)).toBe(fed);
    expect(drawn(parts, "gone.seed", "draw.gone", "prior.steps", "draw.__proto__")).toBe(parts);
  });
});
