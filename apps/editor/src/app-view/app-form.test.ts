import { connect, makePart } from "@unclip/graph";
import { describe, expect, it } from "vitest";
import { graph, vocabulary } from "../document/sample.fixture.ts";
import { formOf, outputsOf, paramsOf, toggled } from "./app-form.ts";

describe("the form of a graph", () => {
  it("that describes none asks for the texts that nothing feeds", () => {
    expect(formOf(graph, vocabulary)).toEqual({ params: ["caption.text"], outputs: [] });
  });

  it("shows sinks that hand on what they show, and none that are switched off", () => {
    const { show } = vocabulary.nodeTypes;
    const wider = {
      ...vocabulary,
      nodeTypes: { ...vocabulary.nodeTypes, show: { ...show!, outputs: show!.inputs } },
    };
    expect(formOf(graph, wider).outputs).toEqual(["picture.image"]);
    const off = {
      ...graph,
      nodes: { ...graph.nodes, picture: { ...graph.nodes.picture!, off: "mute" as const } },
    };
    expect(formOf(off, wider).outputs).toEqual([]);
  });

  it("is the document's where it has one, in its order; what does not exist or is fed by an edge is passed over", () => {
    const form = { params: ["prior.steps", "gone.text", "caption.text", "caption.gone"], outputs: [] };
    const names = (g: typeof graph) =>
      paramsOf(g, vocabulary, formOf(g, vocabulary)).map(({ node, name }) => `${node}.${name}`);
    expect(names({ ...graph, app: form })).toEqual(["prior.steps", "caption.text"]);
    const fed = { ...graph, nodes: { ...graph.nodes, other: { type: "text" } }, app: form };
    expect(names(connect(fed, "other.text", "caption.text").graph)).toEqual(["prior.steps"]);
  });

  it("shows sinks inside of parts, where the document describes no form", () => {
    const { show } = vocabulary.nodeTypes;
    const wider = {
      ...vocabulary,
      nodeTypes: { ...vocabulary.nodeTypes, show: { ...show!, outputs: show!.inputs } },
    };
    const inner = makePart(graph, ["decode", "picture"], "Draw").graph;
    const outer = makePart(inner, ["draw"], "Outer").graph;
    expect(outputsOf(outer, wider, formOf(outer, wider))).toEqual([
      { node: "outer/draw/picture", port: "image" },
    ]);
    const app = { params: [], outputs: [] };
    expect(outputsOf({ ...outer, app }, wider, app)).toEqual([]);
  });

  it("gains what it lacks and loses what it has", () => {
    const empty = { params: [], outputs: [] };
    const one = toggled(empty, "params", "a.b");
    expect(one).toEqual({ params: ["a.b"], outputs: [] });
    expect(toggled(one, "params", "a.b")).toEqual(empty);
  });
});
