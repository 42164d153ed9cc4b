import { describe, expect, it } from "vitest";
import {
  applyPatches,
  type Graph,
  GraphError,
  parseGraph,
  removeNodes,
  renameNode,
  serializeGraph,
  setApp,
} from "../index.ts";

const graph: Graph = {
  unclip: 1,
  title: "Form",
  model: "emoji",
  nodes: { caption: { type: "text" }, picture: { type: "save-image", inputs: { image: "caption.text" } } },
};
const form = { params: ["caption.text"], outputs: ["picture.image"] };

describe("the form of a graph", () => {
  it("is written last, in two lines, and read back the same", () => {
    const text = serializeGraph(setApp(graph, form).graph);
    expect(text.slice(text.indexOf('  "app"'))).toBe(
      '  "app": {\n    "params": ["caption.text"],\n    "outputs": ["picture.image"]\n  }\n}\n',
    );
    expect(parseGraph(text).app).toEqual(form);
  });

  it("follows its nodes: renamed with them, gone with them, and back with an undo", () => {
    const made = setApp(graph, form).graph;
    expect(renameNode(made, "caption", "words").graph.app?.params).toEqual(["words.text"]);
    const removed = removeNodes(made, ["caption"]);
    expect(removed.graph.app).toEqual({ params: [], outputs: ["picture.image"] });
    expect(serializeGraph(applyPatches(removed.graph, removed.inverse))).toBe(serializeGraph(made));
    expect(removeNodes(made, ["caption", "picture"]).graph.app).toBeUndefined();
  });

  it("of nothing is none", () => {
    expect(setApp(setApp(graph, form).graph, { params: [], outputs: [] }).graph.app).toBeUndefined();
  });

  it("names ports, or is refused with the place", () => {
    const text = serializeGraph(setApp(graph, form).graph).replace('"caption.text"', '"caption"');
    expect(() => parseGraph(text)).toThrow(GraphError);
  });
});
