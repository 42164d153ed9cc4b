import { editPart, makePart, setParam } from "@unclip/graph";
import { expect, it } from "vitest";
import { graph, vocabulary } from "../document/sample.fixture.ts";
import { fingerprints, neededNodes, runNodes } from "./fingerprint.ts";
import { computes, forecast } from "./forecast.ts";

const finished = Object.fromEntries(fingerprints(graph, vocabulary));

it("forecasts nothing to compute for a graph that just ran, and everything for one that never did", () => {
  expect(forecast(graph, vocabulary, finished).compute.size).toBe(0);
  expect(forecast(graph, vocabulary, {}).compute.size).toBe(5);
});

it("forecasts exactly what an edit bears on", () => {
  const edited = setParam(graph, "prior", "steps", 10).graph;
  expect([...forecast(edited, vocabulary, finished).compute].sort()).toEqual(["decode", "picture", "prior"]);
});

it("is not changed by moving or renaming what stands beside", () => {
  const moved = {
    ...graph,
    nodes: { ...graph.nodes, caption: { ...graph.nodes.caption!, at: [9, 9] as const } },
  };
  expect(forecast(moved, vocabulary, finished).compute.size).toBe(0);
});

it("changes every fingerprint with the model", () => {
  const other = fingerprints({ ...graph, model: "other" }, vocabulary);
  for (const [id, print] of other) expect(print).not.toBe(finished[id]);
});

it("leaves nodes on a cycle out, and ends", () => {
  const looped = {
    ...graph,
    nodes: {
      ...graph.nodes,
      a: { type: "slerp", inputs: { a: "b.result" } },
      b: { type: "slerp", inputs: { a: "a.result" } },
    },
  };
  expect(fingerprints(looped, vocabulary).has("a")).toBe(false);
  expect(fingerprints(looped, vocabulary).has("picture")).toBe(true);
});

it("needs what the targets need and no more", () => {
  expect([...neededNodes(runNodes(graph, vocabulary), ["encode"])].sort()).toEqual(["caption", "encode"]);
});

it("knows nodes again in the part that was made of them, and says of each in there whether it will be computed", () => {
  const parted = makePart(graph, ["prior", "decode"], "Draw").graph;
  expect(forecast(parted, vocabulary, finished).compute.size).toBe(0);
  const edited = editPart(parted, "draw", (here) => setParam(here, "decode", "guidance", 2)).graph;
  const next = forecast(edited, vocabulary, finished);
  expect([...next.compute].sort()).toEqual(["draw/decode", "picture"]);
  expect(["draw", "draw/prior", "draw/decode"].map((id) => computes(next, id))).toEqual([true, false, true]);
});

it("forecasts a node that is asked for more than it gave, and it alone, as to be computed", () => {
  const asking = {
    ...graph,
    nodes: { ...graph.nodes, way: { type: "show", inputs: { image: "decode.trace" } } },
  };
  const asked: typeof vocabulary = {
    ...vocabulary,
    nodeTypes: {
      ...vocabulary.nodeTypes,
      decode: {
        ...vocabulary.nodeTypes.decode!,
        outputs: {
          ...vocabulary.nodeTypes.decode!.outputs,
          trace: { ...vocabulary.nodeTypes.decode!.outputs.image!, onRequest: true },
        },
      },
    },
  };
  expect([...forecast(asking, asked, finished).compute].sort()).toEqual(["decode", "way"]);
  const gave = Object.fromEntries(fingerprints(asking, asked));
  expect(forecast(asking, asked, gave).compute.size).toBe(0);
  expect(forecast(graph, asked, gave).compute.size).toBe(0);
});
