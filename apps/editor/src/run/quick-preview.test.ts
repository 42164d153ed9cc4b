import { choice, describe, input, integer, type Kind, nodeDefiner, nodeTypes, output } from "@unclip/engine";
import type { Graph } from "@unclip/graph";
import { expect, it } from "vitest";
import { quickPreview } from "./quick-preview.ts";

const value: Kind<number> = {
  name: "number",
  title: "number",
  plain: true,
  summarize: async () => ({ text: "" }),
};
const steps = integer({
  title: "Steps",
  about: "Steps.",
  default: "pack",
  words: ["pack"],
  min: 1,
  max: 1000,
});
const sampler = choice({
  title: "Sampler",
  about: "How.",
  default: "pack",
  options: ["pack", "dpm-solver-2m"],
});
const type = (name: string, group: string) =>
  nodeDefiner<null>().all({
    type: name,
    version: 1,
    title: name,
    group,
    about: "A diffusion.",
    inputs: { noise: input(value, "Noise", "x_T.") },
    outputs: { out: output(value, "Out", "What it draws.") },
    params: { steps, sampler },
    execute: async () => ({ out: { items: [0] } }),
  });
const vocabulary = describe(
  nodeTypes<null>([type("draw", "prior"), type("decode", "decoder"), type("upsample", "upsamplers")]),
  [value],
);
const graph = (nodes: Graph["nodes"]): Graph => ({ unclip: 1, title: "t", model: "m", nodes });
const params = (nodes: Graph["nodes"]) =>
  Object.values(quickPreview(graph(nodes), vocabulary, "Quick").graph.nodes).map((node) => node.params);

it("sets steps and sampler where a diffusion takes more, or leaves the number to the pack", () => {
  const sampler = "dpm-solver-2m";
  const nodes: Graph["nodes"] = {
    a: { type: "decode", params: { steps: 25 } },
    b: { type: "decode" },
    c: { type: "draw" },
  };
  expect(params(nodes)).toEqual([
    { steps: 8, sampler },
    { steps: 8, sampler },
    { steps: 4, sampler },
  ]);
});

it("leaves alone what is quick already, what an edge decides, and upsamplers", () => {
  const nodes: Graph["nodes"] = {
    a: { type: "decode", params: { steps: 4 } },
    b: { type: "decode", inputs: { steps: "a.out" } },
    c: { type: "upsample", params: { steps: 25 } },
    d: { type: "gone", params: { steps: 25 } },
  };
  expect(quickPreview(graph(nodes), vocabulary, "Quick").patches).toEqual([]);
});

it("keeps the sampler of noise that was found by inversion", () => {
  expect(params({ a: { type: "decode", inputs: { noise: "b.out" } } })).toEqual([{ steps: 8 }]);
});

it("reaches parts: in the part, or at the use that gives the steps", () => {
  const parts: Graph["parts"] = {
    inner: { title: "Inner", inputs: { n: "a.steps" }, outputs: {}, nodes: { a: { type: "decode" } } },
    outer: {
      title: "Outer",
      inputs: {},
      outputs: {},
      nodes: { use: { type: "part:inner", params: { n: 50 } } },
    },
    fed: {
      title: "Fed",
      inputs: { n: "a.steps" },
      outputs: {},
      nodes: { a: { type: "decode", params: { steps: 50 } } },
    },
  };
  const nodes: Graph["nodes"] = {
    one: { type: "part:inner" },
    two: { type: "part:outer" },
    three: { type: "part:fed", inputs: { n: "b.out" } },
  };
  const after = quickPreview({ ...graph(nodes), parts }, vocabulary, "Quick").graph;
  const sampler = "dpm-solver-2m";
  expect(after.parts?.inner?.nodes.a?.params).toEqual({ steps: 8, sampler });
  expect(after.parts?.outer?.nodes.use?.params).toEqual({ n: 8 });
  expect(after.parts?.fed).toEqual(parts.fed);
  expect(after.nodes).toEqual(nodes);
});
