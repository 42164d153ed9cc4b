import { describe, expect, it } from "vitest";
import {
  addFrame,
  addNode,
  addNote,
  applyPatches,
  type Change,
  ChangeError,
  connect,
  copyNodes,
  disconnect,
  duplicateNodes,
  editFrame,
  editNote,
  freshId,
  type Graph,
  moveNodes,
  pasteNodes,
  readGraph,
  removeFrame,
  removeNodes,
  removeNote,
  renameNode,
  setAbout,
  setModel,
  setOff,
  setParam,
  setTitle,
} from "../index.ts";

const graph: Graph = {
  unclip: 1,
  title: "T",
  model: "emoji",
  nodes: {
    a: { type: "text", params: { text: "x" }, at: [0, 0] },
    b: { type: "encode", inputs: { text: "a.text", extra: "c.out" }, at: [10, 0] },
    c: { type: "decode", inputs: { z: "b.z" } },
  },
};

/** The graph after the change; the change must undo and redo exactly, and must leave the old graph alone. */
function after(change: Change, before: Graph = graph): Graph {
  const copy = structuredClone(before);
  expect(applyPatches(change.graph, change.inverse)).toEqual(before);
  expect(applyPatches(before, change.patches)).toEqual(change.graph);
  expect(before).toEqual(copy);
  expect(readGraph(structuredClone(change.graph))).toEqual(change.graph);
  return change.graph;
}

describe("nodes", () => {
  it("are added", () => {
    expect(after(addNode(graph, "d", { type: "text" })).nodes.d).toEqual({ type: "text" });
    expect(() => addNode(graph, "a", { type: "text" })).toThrow(ChangeError);
    expect(() => addNode(graph, "No Good", { type: "text" })).toThrow(/a-z/);
    expect(() => addNode(graph, "constructor", { type: "text" })).toThrow(ChangeError);
  });
  it("are removed with the edges from them", () => {
    expect(after(removeNodes(graph, ["a", "c"])).nodes).toEqual({ b: { type: "encode", at: [10, 0] } });
  });
  it("move, and a gesture has one merge key", () => {
    const moved = moveNodes(graph, { a: [5, 6], c: [7, 8] });
    expect(after(moved).nodes.c?.at).toEqual([7, 8]);
    expect(moveNodes(moved.graph, { c: [0, 1], a: [2, 3] }).mergeKey).toBe(moved.mergeKey);
  });
  it("are renamed in every edge, and keep their place", () => {
    const renamed = after(renameNode(graph, "a", "caption"));
    expect(Object.keys(renamed.nodes)).toEqual(["caption", "b", "c"]);
    expect(renamed.nodes.b?.inputs).toEqual({ text: "caption.text", extra: "c.out" });
    expect(renamed.nodes.c).toBe(graph.nodes.c);
    expect(() => renameNode(graph, "a", "b")).toThrow(/taken/);
    expect(() => renameNode(graph, "zz", "y")).toThrow(/no node/);
  });
  it("are switched off and on", () => {
    const off = after(setOff(graph, ["a", "b"], "bypass"));
    expect(off.nodes.b?.off).toBe("bypass");
    expect(after(setOff(off, ["a", "b"], undefined), off)).toEqual(graph);
  });
  it("that a change does not touch keep their identity", () => {
    expect(setParam(graph, "a", "text", "y").graph.nodes.c).toBe(graph.nodes.c);
  });
});

describe("params", () => {
  it("are set, and a default or undefined removes the literal", () => {
    const set = after(setParam(graph, "c", "steps", 3, 25));
    expect(set.nodes.c?.params).toEqual({ steps: 3 });
    expect(after(setParam(set, "c", "steps", 25, 25), set)).toEqual(graph);
    expect(after(setParam(set, "c", "steps", undefined), set)).toEqual(graph);
    expect(after(setParam(graph, "c", "lines", ["a"], ["a"]))).toEqual(graph);
  });
});

describe("edges", () => {
  it("are drawn, replaced and removed", () => {
    const drawn = after(connect(graph, "a.text", "c.z"));
    expect(drawn.nodes.c?.inputs).toEqual({ z: "a.text" });
    expect(after(disconnect(drawn, "c.z"), drawn).nodes.c).toEqual({ type: "decode" });
    expect(disconnect(graph, "c.nothing").patches).toEqual([]);
    expect(() => connect(graph, "a", "c.z")).toThrow(/node\.port/);
    expect(() => connect(graph, "zz.x", "c.z")).toThrow(/no node "zz"/);
  });
});

describe("copies", () => {
  it("of nodes are a graph of their own, and paste under fresh ids", () => {
    const copied = copyNodes(graph, ["a", "b"]);
    expect(readGraph(structuredClone(copied))).toEqual(copied);
    expect(copied.nodes.b?.inputs).toEqual({ text: "a.text" });
    const pasted = pasteNodes(graph, copied, [1, 2]);
    expect([...pasted.ids]).toEqual([
      ["a", "a-2"],
      ["b", "b-2"],
    ]);
    expect(after(pasted).nodes["b-2"]).toEqual({ type: "encode", inputs: { text: "a-2.text" }, at: [11, 2] });
  });
  it("in place keep the edges from outside", () => {
    const doubled = after(duplicateNodes(graph, ["b", "c"]));
    expect(doubled.nodes["b-2"]?.inputs).toEqual({ text: "a.text", extra: "c-2.out" });
  });
  it("bring the parts that they use", () => {
    const inner = { title: "I", inputs: {}, outputs: {}, nodes: {} };
    const outer = { ...inner, nodes: { i: { type: "part:inner" } } };
    const withParts: Graph = {
      ...graph,
      nodes: { use: { type: "part:outer" } },
      parts: { outer, inner, other: inner },
    };
    const copied = copyNodes(withParts, ["use"]);
    expect(Object.keys(copied.parts ?? {}).sort()).toEqual(["inner", "outer"]);
    expect(after(pasteNodes(graph, copied)).parts).toEqual(copied.parts);
  });
});

describe("the document and its canvas", () => {
  it("title, description and model", () => {
    const titled = after(setAbout(after(setTitle(graph, "New")), "About"), setTitle(graph, "New").graph);
    expect(titled).toMatchObject({ title: "New", about: "About" });
    expect(after(setAbout(titled, ""), titled)).not.toHaveProperty("about");
    expect(after(setModel(graph, "karlo")).model).toBe("karlo");
  });
  it("frames and notes", () => {
    const framed = after(addFrame(graph, "box", { title: "Box", at: [0, 0], size: [9, 9] }));
    expect(after(editFrame(framed, "box", { title: "X" }), framed).frames?.box).toEqual({
      title: "X",
      at: [0, 0],
      size: [9, 9],
    });
    expect(after(removeFrame(framed, "box"), framed)).toEqual(graph);
    const noted = after(addNote(graph, "n", { text: "x", at: [0, 0] }));
    expect(after(editNote(noted, "n", { text: "y" }), noted).notes?.n?.text).toBe("y");
    expect(after(removeNote(noted, "n"), noted)).toEqual(graph);
    expect(() => editNote(graph, "n", {})).toThrow(/no note/);
  });
});

describe("freshId", () => {
  it.each([
    ["Diffusion prior!", "diffusion-prior"],
    ["a", "a-2"],
    ["日本語", "node"],
    ["constructor", "node"],
    ["Café", "cafe"],
    ["x".repeat(80), "x".repeat(56)],
  ])("%s → %s", (base, id) => {
    expect(freshId(graph, base)).toBe(id);
  });
  it("counts on from a numbered id", () => {
    expect(freshId(addNode(graph, "a-2", { type: "t" }).graph, "a-2")).toBe("a-3");
  });
});
