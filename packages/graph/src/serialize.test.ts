import { describe, expect, it } from "vitest";
import { type Graph, parseGraph, serializeGraph, setParam } from "./index.ts";

const graph: Graph = {
  unclip: 1,
  title: "Text to image",
  model: "emoji",
  nodes: {
    caption: { type: "text", params: { text: "a red heart" }, at: [0, 0] },
    prior: {
      at: [560, 0],
      type: "diffusion-prior",
      inputs: { text: "encode.text" },
      params: { steps: 25, guidance: 2, seed: 7, a: 1, b: ["one", "two", "three", "four", "five"] },
      off: "mute",
    },
    bare: { type: "x", params: {}, inputs: {} },
  },
  notes: { hello: { text: "# Hi\nthere", at: [0, 0] } },
  frames: { box: { title: "Box", at: [0, 0], size: [100, 50] } },
};

/** Lines that differ between two texts of as many lines. */
function changedLines(a: string, b: string): number {
  const [left, right] = [a.split("\n"), b.split("\n")];
  expect(right.length).toBe(left.length);
  return left.filter((line, i) => line !== right[i]).length;
}

describe("serializeGraph", () => {
  it("writes keys in a fixed order, small objects on one line", () => {
    expect(serializeGraph(graph)).toBe(`{
  "unclip": 1,
  "title": "Text to image",
  "model": "emoji",
  "nodes": {
    "caption": {
      "type": "text",
      "params": { "text": "a red heart" },
      "at": [0, 0]
    },
    "prior": {
      "type": "diffusion-prior",
      "params": {
        "a": 1,
        "b": [
          "one",
          "two",
          "three",
          "four",
          "five"
        ],
        "guidance": 2,
        "seed": 7,
        "steps": 25
      },
      "inputs": { "text": "encode.text" },
      "at": [560, 0],
      "off": "mute"
    },
    "bare": {
      "type": "x"
    }
  },
  "frames": {
    "box": { "title": "Box", "at": [0, 0], "size": [100, 50] }
  },
  "notes": {
    "hello": {
      "text": "# Hi\\nthere",
      "at": [0, 0]
    }
  }
}
`);
  });
  it("round-trips, and is stable", () => {
    const { bare, ...rest } = graph.nodes;
    const text = serializeGraph(graph);
    expect(parseGraph(text)).toEqual({ ...graph, nodes: { ...rest, bare: { type: bare?.type } } });
    expect(serializeGraph(parseGraph(text))).toBe(text);
  });
  it("does not depend on the order in which params were set", () => {
    const a = setParam(setParam(graph, "bare", "x", 1).graph, "bare", "y", 2).graph;
    const b = setParam(setParam(graph, "bare", "y", 2).graph, "bare", "x", 1).graph;
    expect(serializeGraph(a)).toBe(serializeGraph(b));
  });
  it("changes one line when one value changes, however long", () => {
    const text = serializeGraph(graph);
    expect(
      changedLines(text, serializeGraph(setParam(graph, "caption", "text", "x\n".repeat(500)).graph)),
    ).toBe(1);
    expect(changedLines(text, serializeGraph(setParam(graph, "prior", "steps", 26).graph))).toBe(1);
    const list = ["one", "two", "THREE", "four", "five"];
    expect(changedLines(text, serializeGraph(setParam(graph, "prior", "b", list).graph))).toBe(1);
  });
  it("keeps parts and $schema", () => {
    const full: Graph = {
      $schema: "./graph.schema.json",
      ...graph,
      nodes: { use: { type: "part:p" } },
      parts: {
        p: {
          title: "P",
          inputs: {},
          outputs: { y: "n.y" },
          nodes: { n: { type: "add", inputs: { x: "n.y" } } },
        },
      },
    };
    expect(parseGraph(serializeGraph(full))).toEqual(full);
  });
});
