/** Undo gives the file back byte by byte, whatever was done. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addFrame,
  addNode,
  addNote,
  applyPatches,
  type Change,
  ChangeError,
  change,
  connect,
  disconnect,
  duplicateNodes,
  editPart,
  emptyHistory,
  freshId,
  type Graph,
  makePart,
  moveNodes,
  parseGraph,
  push,
  redo,
  removeFrame,
  removeNodes,
  removeNote,
  removePart,
  renameNode,
  renamePart,
  serializeGraph,
  setOff,
  setParam,
  undo,
  unpackPart,
} from "./index.ts";

const start = parseGraph(
  JSON.stringify({
    unclip: 1,
    title: "T",
    model: "m",
    nodes: {
      b: { type: "t", params: { z: 1, a: 2 }, at: [0, 0] },
      a: { type: "t", inputs: { y: "b.out", x: "b.out" } },
      p: { type: "part:q", inputs: { in: "a.out" } },
      c: { type: "t", inputs: { x: "p.out" }, off: "mute" },
      7: { type: "t", inputs: { x: "c.out" } },
    },
    frames: { g: { title: "G", at: [0, 0], size: [1, 1] }, f: { title: "F", at: [0, 0], size: [1, 1] } },
    notes: { o: { text: "O", at: [0, 0] }, n: { text: "N", at: [0, 0] } },
    parts: {
      q: {
        title: "Q",
        inputs: { in: "s.x" },
        outputs: { out: "r.out" },
        nodes: { s: { type: "t" }, r: { type: "t", inputs: { x: "s.out" } } },
      },
      k: { title: "K", inputs: {}, outputs: {}, nodes: {} },
    },
  }),
);

/** An edit out of two numbers; one that makes no sense on the graph is no change. */
type Edit = (graph: Graph, n: number, m: number) => Change;
const nth = (record: object | undefined, n: number) => {
  const keys = Object.keys(record ?? {});
  return keys[n % Math.max(keys.length, 1)] ?? "none";
};
const node = (graph: Graph, n: number) => nth(graph.nodes, n);
const onNodes: readonly Edit[] = [
  (g, n) => addNode(g, freshId(g, `x${n % 4}`), { type: "t", inputs: { x: `${node(g, n)}.out` } }),
  (g, n, m) => removeNodes(g, [node(g, n), node(g, m)]),
  (g, n, m) => moveNodes(g, { [node(g, n)]: [m, n], [node(g, m)]: [n, m] }),
  (g, n) => renameNode(g, node(g, n), freshId(g, "renamed")),
  (g, n, m) => setOff(g, [node(g, n)], [undefined, "mute", "bypass"][m % 3] as "mute"),
  (g, n, m) => setParam(g, node(g, n), ["z", "a", "q"][m % 3] as string, m % 2 === 0 ? undefined : m),
  (g, n, m) => connect(g, `${node(g, n)}.out`, `${node(g, m)}.x`),
  (g, n, m) => disconnect(g, `${node(g, n)}.${["x", "y"][m % 2]}`),
  (g, n, m) => duplicateNodes(g, [...new Set([node(g, n), node(g, m)])]),
  (g, n, m) => makePart(g, [...new Set([node(g, n), node(g, m)])], "Made"),
  (g, n) => unpackPart(g, node(g, n)),
];
const onRest: readonly Edit[] = [
  (g, n) => addFrame(g, freshId(g, "frame"), { title: "X", at: [n, 0], size: [1, 1] }),
  (g, n) => removeFrame(g, nth(g.frames, n)),
  (g, n) => addNote(g, freshId(g, "note"), { text: "X", at: [n, 0] }),
  (g, n) => removeNote(g, nth(g.notes, n)),
  (g, n) => renamePart(g, nth(g.parts, n), `part-${n % 5}`),
  (g, n) => removePart(g, nth(g.parts, n)),
];
const inPart: Edit = (g, n, m) =>
  editPart(g, nth(g.parts, n), (inside) => (onNodes[m % onNodes.length] as Edit)(inside, n, m));
const edits = [...onNodes, ...onRest, inPart];

function attempt(edit: Edit, graph: Graph, n: number, m: number): Change | undefined {
  try {
    return edit(graph, n, m);
  } catch (error) {
    if (error instanceof ChangeError) return undefined;
    throw error;
  }
}

describe("undo", () => {
  it("puts a removed node, frame, note or part back in its place", () => {
    const removals = [removeNodes(start, ["b"]), removeFrame(start, "g"), removeNote(start, "o")];
    for (const removal of removals)
      expect(serializeGraph(applyPatches(removal.graph, removal.inverse))).toBe(serializeGraph(start));
  });
  it("brings back the node itself, and leaves the others as they are", () => {
    const { graph, inverse } = removeNodes(start, ["b"]);
    const back = applyPatches(graph, inverse);
    for (const id of Object.keys(start.nodes)) expect(back.nodes[id]).toBe(start.nodes[id]);
  });
  it("keeps what a recipe of any kind did to the order", () => {
    const turned = change(start, "Turn", (draft) => {
      const first = draft.nodes.b;
      delete draft.nodes.b;
      if (first !== undefined) draft.nodes.b = first;
    });
    expect(Object.keys(turned.graph.nodes).at(-1)).toBe("b");
    expect(serializeGraph(applyPatches(start, turned.patches))).toBe(serializeGraph(turned.graph));
    expect(serializeGraph(applyPatches(turned.graph, turned.inverse))).toBe(serializeGraph(start));
  });
  it("of patches that belong to another graph is refused", () => {
    const { inverse } = setParam(removeNodes(start, ["b"]).graph, "a", "k", 1);
    expect(() => applyPatches({ ...start, nodes: {} }, inverse)).toThrow(ChangeError);
  });
  it("after any edits gives every file on the way back, and redo every file forth", () => {
    const steps = fc.array(fc.tuple(fc.nat(edits.length - 1), fc.nat(50), fc.nat(50), fc.nat(600)), {
      maxLength: 25,
    });
    const done = new Set<number>();
    fc.assert(
      fc.property(steps, (sequence) => {
        let graph = start;
        let history = emptyHistory();
        let now = 0;
        const files = [serializeGraph(start)];
        for (const [kind, n, m, wait] of sequence) {
          const made = attempt(edits[kind] as Edit, graph, n, m);
          if (made === undefined) continue;
          if (made.patches.length > 0) done.add(kind);
          now += wait;
          const { length } = history.past;
          graph = made.graph;
          history = push(history, made, now);
          if (history.past.length === length) files.pop();
          files.push(serializeGraph(graph));
        }
        for (let i = files.length - 2; i >= 0; i--) {
          const back = undo(history, graph);
          if (back === undefined) break;
          ({ graph, history } = back);
          expect(serializeGraph(graph)).toBe(files[i]);
        }
        expect(history.past).toEqual([]);
        expect(serializeGraph(graph)).toBe(files[0]);
        for (let again = redo(history, graph); again !== undefined; again = redo(history, graph))
          ({ graph, history } = again);
        expect(serializeGraph(graph)).toBe(files.at(-1));
      }),
      { numRuns: 150, seed: 4 },
    );
    expect(done.size).toBe(edits.length);
  });
});
