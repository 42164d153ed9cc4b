import { describe, expect, it } from "vitest";
import {
  addFrame,
  addNote,
  applyPatches,
  type Change,
  connect,
  declarePort,
  duplicateNodes,
  editPart,
  emptyHistory,
  type Graph,
  hidePort,
  makePart,
  partGraph,
  push,
  readGraph,
  removeNodes,
  removeNote,
  removePart,
  renameNode,
  renamePart,
  serializeGraph,
  setAbout,
  setParam,
  setTitle,
  undo,
  unpackPart,
} from "../index.ts";

const graph = readGraph({
  unclip: 1,
  title: "T",
  model: "emoji",
  nodes: {
    a: { type: "text", params: { text: "x" }, at: [0, 0] },
    b: { type: "encode", params: { steps: 2 }, inputs: { text: "a.text", steps: "n.value" }, at: [100, 10] },
    c: { type: "decode", inputs: { text: "a.text", z: "b.z" }, at: [200, 5] },
    n: { type: "number" },
    d: { type: "show", inputs: { image: "c.image", again: "c.image", z: "b.z" } },
  },
});

/** The graph after a change, which undoes and redoes to the byte. */
function after(change: Change, before: Graph): Graph {
  const text = serializeGraph(before);
  expect(serializeGraph(applyPatches(change.graph, change.inverse))).toBe(text);
  expect(serializeGraph(applyPatches(before, change.patches))).toBe(serializeGraph(change.graph));
  expect(serializeGraph(before)).toBe(text);
  expect(readGraph(structuredClone(change.graph))).toEqual(change.graph);
  return change.graph;
}
const made = makePart(graph, ["b", "c"], "My part");

describe("making a part", () => {
  it("declares a port for each edge that crosses, and puts one use in the place of the nodes", () => {
    const whole = after(made, graph);
    expect(made).toMatchObject({ part: "my-part", use: "my-part" });
    expect(whole.parts?.["my-part"]).toEqual({
      title: "My part",
      inputs: { text: "b.text", steps: "b.steps", "text-c": "c.text" },
      outputs: { image: "c.image", z: "b.z" },
      nodes: {
        b: { type: "encode", params: { steps: 2 }, at: [100, 10] },
        c: { type: "decode", inputs: { z: "b.z" }, at: [200, 5] },
      },
    });
    expect(Object.keys(whole.nodes)).toEqual(["a", "my-part", "n", "d"]);
    expect(whole.nodes["my-part"]).toEqual({
      type: "part:my-part",
      inputs: { text: "a.text", steps: "n.value", "text-c": "a.text" },
      at: [100, 5],
    });
    expect(whole.nodes.d?.inputs).toEqual({ image: "my-part.image", again: "my-part.image", z: "my-part.z" });
    expect(whole.nodes.a).toBe(graph.nodes.a);
  });
  it("takes names that are free", () => {
    const second = makePart(made.graph, ["n", "d"], "My part");
    expect([second.part, second.use]).toEqual(["my-part-2", "my-part-2"]);
    after(second, made.graph);
  });
  it("asks for nodes that exist", () => {
    expect(() => makePart(graph, [], "P")).toThrow(/No node is selected/);
    expect(() => makePart(graph, ["zz"], "P")).toThrow(/no node "zz"/);
  });
});

describe("unpacking a use", () => {
  it("undoes the making, but for the part", () => {
    const unpacked = unpackPart(made.graph, "my-part");
    expect(after(unpacked, made.graph)).toEqual({ ...graph, parts: made.graph.parts });
    expect(after(removePart(unpacked.graph, "my-part"), unpacked.graph)).toEqual(graph);
  });
  it("takes over literals, places and being switched off, under ids that are free", () => {
    const use = { type: "part:my-part", params: { steps: 9 }, at: [0, 0], off: "mute" } as const;
    const two = readGraph({
      ...made.graph,
      nodes: { ...made.graph.nodes, b: use, e: { type: "show", inputs: { z: "b.z", gone: "b.no" } } },
    });
    const unpacked = after(unpackPart(two, "b"), two);
    expect(unpacked.nodes.b).toEqual({ type: "encode", params: { steps: 9 }, at: [0, 5], off: "mute" });
    expect(unpacked.nodes.e?.inputs).toEqual({ z: "b.z" });
    const twice = unpackPart(unpacked, "my-part");
    expect([...twice.ids]).toEqual([
      ["b", "b-2"],
      ["c", "c-2"],
    ]);
    expect(after(twice, unpacked).nodes["c-2"]?.inputs).toEqual({ z: "b-2.z", text: "a.text" });
  });
  it("asks for a use", () => {
    expect(() => unpackPart(graph, "a")).toThrow(/"a" is a text/);
    expect(() => unpackPart(graph, "zz")).toThrow(/no node/);
    expect(() => unpackPart(readGraph({ ...graph, nodes: { p: { type: "part:no" } } }), "p")).toThrow(
      /no part "no"/,
    );
  });
});

describe("editing inside a part", () => {
  const inside = (edit: (graph: Graph) => Change, before = made.graph) =>
    after(editPart(before, "my-part", edit), before);
  it("changes the part and nothing else", () => {
    const edited = inside((g) => setParam(g, "b", "steps", 3));
    expect(edited.parts?.["my-part"]?.nodes.b?.params).toEqual({ steps: 3 });
    expect(edited.nodes).toBe(made.graph.nodes);
    expect(partGraph(edited, "my-part").nodes).toBe(edited.parts?.["my-part"]?.nodes);
    expect(inside((g) => setTitle(g, "Other")).parts?.["my-part"]?.title).toBe("Other");
  });
  it("merges like an edit of the graph, and one that does nothing is nothing", () => {
    let now = made.graph;
    let history = emptyHistory();
    for (let i = 0; i < 50; i++) {
      const change = editPart(now, "my-part", (g) => setParam(g, "b", "steps", 3 + i));
      now = change.graph;
      history = push(history, change, i);
    }
    expect(history.past).toHaveLength(1);
    expect(history.past[0]?.patches).toHaveLength(1);
    expect(undo(history, now)?.graph).toEqual(made.graph);
    expect(editPart(now, "my-part", (g) => setTitle(g, g.title)).patches).toEqual([]);
  });
  it("keeps declared ports on renamed nodes", () => {
    const { outputs, inputs } = inside((g) => renameNode(g, "b", "encode")).parts?.["my-part"] ?? {};
    expect(outputs).toEqual({ image: "c.image", z: "encode.z" });
    expect(inputs).toEqual({ text: "encode.text", steps: "encode.steps", "text-c": "c.text" });
  });
  it("takes the ports of removed nodes away, and their edges at every use", () => {
    const edited = inside((g) => removeNodes(g, ["b"]));
    expect(edited.parts?.["my-part"]).toMatchObject({
      inputs: { "text-c": "c.text" },
      outputs: { image: "c.image" },
    });
    expect(edited.nodes["my-part"]?.inputs).toEqual({ "text-c": "a.text" });
    expect(edited.nodes.d?.inputs).toEqual({ image: "my-part.image", again: "my-part.image" });
  });
  it("makes parts within parts, and unpacks them", () => {
    const nested = inside((g) => makePart(g, ["c"], "Deep"));
    expect(Object.keys(nested.parts ?? {})).toEqual(["my-part", "deep"]);
    expect(nested.parts?.["my-part"]?.outputs).toEqual({ image: "deep.image", z: "b.z" });
    expect(nested.parts?.["my-part"]?.inputs).toMatchObject({ text: "b.text", "text-c": "deep.text" });
    expect(nested.nodes).toBe(made.graph.nodes);
    const flat = inside((g) => unpackPart(g, "deep"), nested);
    expect(flat.parts?.["my-part"]?.nodes.c).toEqual(made.graph.parts?.["my-part"]?.nodes.c);
  });
  it("keeps inner edges that a use may replace, and declared inputs that share a port", () => {
    const wired = inside((g) => connect(g, "b.z", "c.extra"));
    const both = declarePort(wired, "my-part", "inputs", "extra", "c.extra").graph;
    const twice = declarePort(both, "my-part", "inputs", "again", "c.extra").graph;
    const renamed = inside((g) => renameNode(g, "b", "bb"), twice).parts?.["my-part"];
    expect(renamed?.inputs).toMatchObject({ extra: "c.extra", again: "c.extra" });
    expect(renamed?.nodes.c?.inputs).toEqual({ z: "bb.z", extra: "bb.z" });
    const deep = inside((g) => makePart(g, ["b", "c"], "Deep"), twice).parts;
    expect(deep?.["my-part"]?.nodes.deep?.inputs).toEqual({ extra: "deep.z" });
    expect(deep?.["my-part"]?.inputs).toMatchObject({ extra: "deep.extra", again: "deep.extra" });
  });
  it("does not feed a copy of a node through a declared port", () => {
    const edited = inside((g) => duplicateNodes(g, ["b"])).parts?.["my-part"];
    expect(edited?.inputs).toEqual(made.graph.parts?.["my-part"]?.inputs);
    expect(edited?.nodes["b-2"]).toEqual({ type: "encode", params: { steps: 2 }, at: [140, 50] });
    expect(edited?.nodes.c).toBe(made.graph.parts?.["my-part"]?.nodes.c);
  });
  it("is no place for what a part does not have", () => {
    expect(() => inside((g) => setAbout(g, "x"))).toThrow(/does not have/);
    expect(() => editPart(graph, "my-part", (g) => setTitle(g, "x"))).toThrow(/no part/);
  });
});

describe("a part", () => {
  it("is renamed with all its uses, in its place", () => {
    const nested = editPart(made.graph, "my-part", (g) => makePart(g, ["c"], "Deep")).graph;
    const renamed = after(renamePart(nested, "deep", "shallow"), nested);
    expect(renamed.parts?.["my-part"]?.nodes.deep?.type).toBe("part:shallow");
    const both = after(renamePart(renamed, "my-part", "mine"), renamed);
    expect(Object.keys(both.parts ?? {})).toEqual(["mine", "shallow"]);
    expect(both.nodes["my-part"]?.type).toBe("part:mine");
    expect(() => renamePart(both, "mine", "shallow")).toThrow(/taken/);
    expect(() => renamePart(both, "no", "x")).toThrow(/no part/);
  });
  it("that is used stays", () => {
    expect(() => removePart(made.graph, "my-part")).toThrow(/is used/);
    const nested = editPart(made.graph, "my-part", (g) => makePart(g, ["c"], "Deep")).graph;
    expect(() => removePart(nested, "deep")).toThrow(/is used/);
  });
  it("declares further ports, and hides them with their edges", () => {
    const declared = after(declarePort(made.graph, "my-part", "inputs", "amount", "c.amount"), made.graph);
    const fed = connect(declared, "n.value", "my-part.amount").graph;
    expect(after(hidePort(fed, "my-part", "inputs", "amount"), fed)).toEqual(made.graph);
    const hidden = after(hidePort(made.graph, "my-part", "outputs", "image"), made.graph);
    expect(hidden.nodes.d?.inputs).toEqual({ z: "my-part.z" });
    expect(() => declarePort(made.graph, "my-part", "inputs", "x", "zz.y")).toThrow(/is no port/);
  });
});

describe("frames and notes inside a part", () => {
  it("belong to the part, and undo with it", () => {
    const noted = after(
      editPart(made.graph, "my-part", (g) => addNote(g, "hint", { text: "Hi", at: [0, 0] })),
      made.graph,
    );
    expect(noted.notes).toBeUndefined();
    expect(partGraph(noted, "my-part").notes).toEqual({ hint: { text: "Hi", at: [0, 0] } });
    const framed = after(
      editPart(noted, "my-part", (g) => addFrame(g, "box", { title: "Box", at: [0, 0], size: [9, 9] })),
      noted,
    );
    expect(Object.keys(framed.parts?.["my-part"]?.frames ?? {})).toEqual(["box"]);
    expect(
      after(
        editPart(framed, "my-part", (g) => removeNote(g, "hint")),
        framed,
      ).parts?.["my-part"],
    ).toEqual({
      ...made.graph.parts?.["my-part"],
      frames: { box: { title: "Box", at: [0, 0], size: [9, 9] } },
    });
  });
});
