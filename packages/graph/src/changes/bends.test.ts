import { describe, expect, it } from "vitest";
import {
  bendEdge,
  connect,
  disconnect,
  duplicateNodes,
  makePart,
  moveNodes,
  parseGraph,
  readGraph,
  removeNodes,
  renameNode,
  serializeGraph,
  unpackPart,
} from "../index.ts";

const plain = readGraph({
  unclip: 1,
  title: "T",
  model: "emoji",
  nodes: {
    a: { type: "text", at: [0, 0] },
    b: { type: "encode", inputs: { text: "a.text" }, at: [300, 0] },
    c: { type: "decode", inputs: { z: "b.z" }, at: [600, 0] },
  },
});
const bent = bendEdge(plain, "c.z", [
  [400, 200],
  [500, 220],
]).graph;

describe("a bent edge", () => {
  it("is kept in the file on one line, and read back", () => {
    expect(serializeGraph(bent)).toContain('"bends": { "z": [[400, 200], [500, 220]] }');
    expect(parseGraph(serializeGraph(bent))).toEqual(bent);
    expect(() => readGraph({ ...bent, nodes: { c: { type: "x", bends: { z: [[1]] } } } })).toThrow();
  });
  it("is made plain again, and an edge that is not there does not bend", () => {
    expect(bendEdge(bent, "c.z", []).graph).toEqual(plain);
    expect(bendEdge(plain, "c.no", [[1, 1]]).patches).toEqual([]);
  });
  it("goes along when both its ends move by as much, and stays when one does", () => {
    const both = moveNodes(bent, { b: [310, 5], c: [610, 5] }).graph;
    expect(both.nodes.c?.bends).toEqual({
      z: [
        [410, 205],
        [510, 225],
      ],
    });
    expect(moveNodes(bent, { c: [700, 0] }).graph.nodes.c?.bends).toEqual(bent.nodes.c?.bends);
  });
  it("keeps its bends when its source is renamed, and loses them with the edge", () => {
    expect(renameNode(bent, "b", "bb").graph.nodes.c?.bends).toEqual(bent.nodes.c?.bends);
    for (const gone of [disconnect(bent, "c.z"), connect(bent, "a.text", "c.z"), removeNodes(bent, ["b"])])
      expect(gone.graph.nodes.c?.bends).toBeUndefined();
    expect(connect(bent, "b.z", "c.z").graph.nodes.c?.bends).toEqual(bent.nodes.c?.bends);
  });
  it("comes along into a copy, a part and out of it", () => {
    expect(duplicateNodes(bent, ["b", "c"], [40, 40]).graph.nodes["c-2"]?.bends).toEqual({
      z: [
        [440, 240],
        [540, 260],
      ],
    });
    const made = makePart(bent, ["b", "c"], "P");
    expect(made.graph.parts?.p?.nodes.c?.bends).toEqual(bent.nodes.c?.bends);
    expect(unpackPart(made.graph, made.use).graph.nodes.c?.bends).toEqual(bent.nodes.c?.bends);
    expect(makePart(bent, ["c"], "P").graph.parts?.p?.nodes.c?.bends).toBeUndefined();
  });
});
