import {
  addNode,
  connect,
  disconnect,
  editPart,
  makePart,
  removeNodes,
  setModel,
  setOff,
  setParam,
} from "@unclip/graph";
import { expect, it } from "vitest";
import { graph, vocabulary } from "../document/sample.fixture.ts";
import { differencesOf } from "./graph-diff.ts";

const made = { before: "picture", after: "picture" };
const said = (after: typeof graph, before = graph) =>
  differencesOf(before, after, vocabulary, made).map(
    ({ what, place, before: from, after: to, bears }) =>
      `${bears ? "" : "elsewhere "}${what} ${place}: ${from ?? "–"} → ${to ?? "–"}`,
  );

it("says nothing of a graph and itself, of places, and of defaults written out", () => {
  expect(said(graph)).toEqual([]);
  const placed = {
    ...graph,
    nodes: { ...graph.nodes, prior: { ...graph.nodes.prior!, at: [9, 9] as const } },
  };
  expect(said(placed)).toEqual([]);
  expect(said(setParam(graph, "prior", "steps", 25).graph)).toEqual([]);
});

it("names params with their values, the default where there is no literal", () => {
  expect(said(setParam(graph, "prior", "steps", 10).graph)).toEqual(["param prior.steps: 25 → 10"]);
  const text = setParam(graph, "caption", "text", "a star").graph;
  expect(said(text)).toHaveLength(1);
  expect(said(text)[0]).toMatch(/^param caption\.text: .+ → a star$/);
});

it("names edges, nodes, the model and what is switched off; what does not bear on the pictures comes last", () => {
  const cut = disconnect(graph, "picture.image").graph;
  expect(said(cut)).toEqual(["edge picture.image: ← decode.image → –"]);
  expect(said(setOff(graph, ["prior"], "mute").graph)).toEqual(["off prior:  → mute"]);
  const more = addNode(setModel(graph, "other").graph, "aside", { type: "text" }).graph;
  expect(said(more)).toEqual(["model : tiny → other", "elsewhere node aside: – → text"]);
  expect(said(removeNodes(graph, ["prior"]).graph)).toContain("node prior: prior → –");
  expect(said(connect(more, "aside.text", "encode.text").graph)).toContain("node aside: – → text");
});

it("looks into parts", () => {
  const before = makePart(graph, ["prior", "decode"], "Draw").graph;
  const after = editPart(before, "draw", (inside) => setParam(inside, "prior", "steps", 9)).graph;
  expect(said(after, before)).toEqual(["param draw/prior.steps: 25 → 9"]);
});
