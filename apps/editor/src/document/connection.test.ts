import type { Graph } from "@unclip/graph";
import { describe, expect, it } from "vitest";
import {
  bridgeBetween,
  downstreamOf,
  fittingInputs,
  fittingPorts,
  judgeConnection,
  upstreamOf,
} from "./connection.ts";
import { kindOfOutput } from "./port-kinds.ts";
import { graph, vocabulary } from "./sample.fixture.ts";

const judge = (source: [string, string], target: [string, string], of: Graph = graph) =>
  judgeConnection(of, vocabulary, { node: source[0], port: source[1] }, { node: target[0], port: target[1] });

describe("judging a connection", () => {
  it("takes equal kinds without remark and accepted kinds with theirs", () => {
    expect(judge(["encode", "text"], ["prior", "text"])).toEqual({ fits: true, remark: "" });
    expect(judge(["encode", "embedding"], ["decode", "embedding"])).toEqual({
      fits: true,
      remark: "as in Figure 8",
    });
  });

  it("refuses other kinds and names both", () => {
    expect(judge(["caption", "text"], ["decode", "embedding"])).toEqual({
      fits: false,
      why: "kind",
      found: "text",
      expected: "embedding.image",
    });
  });

  it("refuses a node's own port, a port that is not there, and a circle", () => {
    expect(judge(["prior", "embedding"], ["prior", "text"])).toEqual({ fits: false, why: "self" });
    expect(judge(["prior", "nothing"], ["decode", "embedding"])).toEqual({ fits: false, why: "unknown" });
    const looped: Graph = {
      ...graph,
      nodes: {
        one: { type: "slerp" },
        two: { type: "slerp", inputs: { a: "one.result" } },
      },
    };
    expect(judge(["two", "result"], ["one", "a"], looped)).toEqual({ fits: false, why: "cycle" });
  });

  it("takes a number where a param is a seed: every param is a port", () => {
    expect(fittingInputs(vocabulary, vocabulary.nodeTypes.prior!, "number")).toEqual(["steps", "seed"]);
    expect(fittingInputs(vocabulary, vocabulary.nodeTypes.prior!, "seed")).toEqual(["seed", "steps"]);
  });
});

describe("ports that fit a dragged wire", () => {
  it("lists inputs and params downstream of nothing that feeds the source", () => {
    const fitting = fittingPorts(graph, vocabulary, { node: "encode", port: "text" }, "output");
    expect([...fitting]).toEqual(["prior.text"]);
    expect(
      fittingPorts(graph, vocabulary, { node: "decode", port: "image" }, "output").has("picture.image"),
    ).toBe(true);
  });

  it("lists outputs for a wire drawn backwards from an input", () => {
    const fitting = fittingPorts(graph, vocabulary, { node: "decode", port: "embedding" }, "input");
    expect([...fitting].sort()).toEqual(["encode.embedding", "prior.embedding"]);
  });
});

describe("kinds that follow the input", () => {
  it("gives an output the kind of what enters, through a chain of nodes", () => {
    const chain: Graph = {
      ...graph,
      nodes: {
        ...graph.nodes,
        one: { type: "slerp", inputs: { a: "encode.embedding" } },
        two: { type: "slerp", inputs: { a: "one.result" } },
      },
    };
    expect(kindOfOutput(chain, vocabulary, { node: "two", port: "result" })).toBe("embedding.text");
  });

  it("ends on a cycle and keeps the declared kind", () => {
    const cycle: Graph = {
      ...graph,
      nodes: {
        one: { type: "slerp", inputs: { a: "two.result" } },
        two: { type: "slerp", inputs: { a: "one.result" } },
      },
    };
    expect(kindOfOutput(cycle, vocabulary, { node: "one", port: "result" })).toBe("embedding");
  });
});

it("finds the node that would make a refused edge valid", () => {
  expect(bridgeBetween(vocabulary, "text", "encoding")).toMatchObject({
    type: "encode",
    input: "text",
    output: "text",
  });
  expect(bridgeBetween(vocabulary, "image", "text")).toBeUndefined();
});

it("walks up and down a graph of a hundred thousand nodes", () => {
  const nodes: Record<string, Graph["nodes"][string]> = { n0: { type: "slerp" } };
  for (let i = 1; i < 100_000; i++) nodes[`n${i}`] = { type: "slerp", inputs: { a: `n${i - 1}.result` } };
  const long: Graph = { ...graph, nodes };
  expect(upstreamOf(long, "n99999").size).toBe(100_000);
  expect(downstreamOf(long, "n0").size).toBe(100_000);
});
