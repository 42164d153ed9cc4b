import { moveNodes, renameNode, setParam, setTitle } from "@unclip/graph";
import { describe, expect, it } from "vitest";
import { PlanError, plan } from "../index.ts";
import { graphOf, vocabulary } from "../testing/arithmetic.ts";

const options = { fingerprint: "weights 1" };
const graph = graphOf({
  a: ["value", { value: 1 }],
  b: ["value", { value: 2 }],
  sum: ["add", {}, { a: "a.value", b: "b.value" }],
  out: ["show", {}, { value: "sum.sum" }],
  long: ["add", {}, { a: "sum.sum" }],
  late: ["show", {}, { value: "long.sum" }],
  loose: ["add", {}, { a: "a.value" }],
});
const keys = (g = graph, o: Parameters<typeof plan>[2] = options) =>
  Object.fromEntries(plan(g, vocabulary, o).nodes.map((n) => [n.id, n.key]));
const ids = (g = graph, o: Parameters<typeof plan>[2] = options) =>
  plan(g, vocabulary, o).nodes.map((n) => n.id);

function refused(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof PlanError) return error.problems.map((p) => `${p.code} ${p.node ?? ""}`.trim());
    throw error;
  }
  throw new Error("it was planned");
}

describe("a plan", () => {
  it("holds what the outputs need, the nearest output first", () => {
    expect(ids()).toEqual(["a", "b", "sum", "out", "long", "late"]);
  });
  it("holds only what the targets need", () => {
    expect(ids(graph, { ...options, targets: ["sum"] })).toEqual(["a", "b", "sum"]);
    expect(ids(graph, { ...options, targets: ["loose"] })).toEqual(["a", "loose"]);
    expect(plan(graph, vocabulary, { ...options, targets: ["long", "out"] }).targets).toEqual([
      "long",
      "out",
    ]);
  });
  it("fills in defaults and leaves wired params out", () => {
    const wired = graphOf({
      n: ["value"],
      a: ["value", { seed: 3 }, { value: "n.value" }],
      s: ["show", {}, { value: "a.value" }],
    });
    const node = plan(wired, vocabulary, options).nodes.find((n) => n.id === "a");
    expect(node?.params).toEqual({ seed: 3 });
    expect(node?.inputs).toEqual([{ port: "value", param: true, node: "n", output: "value" }]);
  });
  it("is JSON", () => {
    const made = plan(graph, vocabulary, options);
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
  });
  it("is not touched by later edits of the graph", () => {
    const made = plan(graph, vocabulary, options);
    const copy = structuredClone(made);
    plan(setParam(graph, "a", "value", 5).graph, vocabulary, options);
    expect(made).toEqual(copy);
    expect(Object.isFrozen(graph.nodes.a?.params)).toBe(true);
  });
});

describe("a key", () => {
  it("is 64 hex digits, the same in every process", () => {
    // a change here makes every cache and every golden run start over: raise versions on purpose only
    expect(keys().sum).toMatchInlineSnapshot(
      `"2e4c8de2fb590281ea2f321d92a01f3880826338d4e4dab4e5af5495fb9e4335"`,
    );
  });
  it("does not know names, places or titles", () => {
    const renamed = renameNode(graph, "a", "zebra").graph;
    expect(keys(renamed).sum).toBe(keys().sum);
    expect(keys(moveNodes(graph, { a: [1, 2] }).graph)).toEqual(keys());
    expect(keys(setTitle(graph, "Other").graph)).toEqual(keys());
  });
  it("does not know whether a default is written out", () => {
    const { nodes } = graph;
    const written = {
      ...graph,
      nodes: { ...nodes, a: { ...nodes.a, type: "value", params: { value: 1, seed: 0 } } },
    };
    expect(keys(written)).toEqual(keys());
  });
  it("changes downstream of a param, and nowhere else", () => {
    const changed = keys(setParam(graph, "b", "value", 3).graph);
    const same = Object.entries(keys()).filter(([id, key]) => changed[id] === key);
    expect(same.map(([id]) => id)).toEqual(["a"]);
  });
  it("knows the model and the fingerprint", () => {
    expect(keys(graph, { fingerprint: "weights 2" }).a).not.toBe(keys().a);
    expect(keys({ ...graph, model: "karlo" }).a).not.toBe(keys().a);
    expect(keys().a).toBe(keys(graph, { fingerprint: "weights 1" }).a);
  });
  it("knows which output and which input an edge joins", () => {
    const vectors = (output: string) =>
      keys(
        graphOf({
          a: ["value"],
          v: ["spread", {}, { value: "a.value" }],
          s: ["show-vector", {}, { vector: `v.${output}` }],
        }),
      );
    expect(vectors("vector").s).not.toBe(vectors("shadow").s);
    const swapped = graphOf({
      a: ["value", { value: 1 }],
      b: ["value", { value: 2 }],
      sum: ["add", {}, { a: "b.value", b: "a.value" }],
      out: ["show", {}, { value: "sum.sum" }],
    });
    expect(keys(swapped).sum).not.toBe(keys().sum);
  });
  it("is shared by nodes that do the same", () => {
    const twins = keys(
      graphOf({
        a: ["value"],
        b: ["value"],
        s: ["show", {}, { value: "a.value" }],
        t: ["show", {}, { value: "b.value" }],
      }),
    );
    expect(twins.a).toBe(twins.b);
    expect(twins.s).toBe(twins.t);
  });
});

describe("plan refuses", () => {
  it("what the targets need and cannot have, and nothing else", () => {
    const broken = graphOf({
      a: ["value"],
      good: ["show", {}, { value: "a.value" }],
      bad: ["show", {}, { value: "gone.value" }],
      unfinished: ["add"],
    });
    expect(refused(() => plan(broken, vocabulary, options))).toEqual(["edge_dangling bad"]);
    expect(ids(broken, { ...options, targets: ["good"] })).toEqual(["a", "good"]);
  });
  it("targets that are not there, and an empty list of them", () => {
    expect(refused(() => plan(graph, vocabulary, { ...options, targets: ["nope"] }))).toEqual([
      "target_unknown nope",
    ]);
    expect(refused(() => plan(graph, vocabulary, { ...options, targets: [] }))).toEqual(["target_unknown"]);
  });
  it("a graph without an output, unless it is given targets", () => {
    const silent = graphOf({ a: ["value"] });
    expect(refused(() => plan(silent, vocabulary, options))).toEqual(["graph_no_output"]);
    expect(ids(silent, { ...options, targets: ["a"] })).toEqual(["a"]);
  });
  it("a cycle that a target needs", () => {
    const ring = graphOf({
      x: ["add", {}, { a: "y.sum" }],
      y: ["add", {}, { a: "x.sum" }],
      s: ["show", {}, { value: "y.sum" }],
      a: ["value"],
      t: ["show", {}, { value: "a.value" }],
    });
    expect(refused(() => plan(ring, vocabulary, options))).toEqual(["graph_cycle x"]);
    expect(ids(ring, { ...options, targets: ["t"] })).toEqual(["a", "t"]);
  });
  it("a cycle that a target needs, though a shorter one is elsewhere", () => {
    const both = graphOf({
      self: ["add", {}, { a: "self.sum" }],
      x: ["add", {}, { a: "y.sum" }],
      y: ["add", {}, { a: "x.sum" }],
      s: ["show", {}, { value: "y.sum" }],
    });
    expect(refused(() => plan(both, vocabulary, options))).toEqual(["graph_cycle x"]);
  });
  it("a part that cannot be unfolded", () => {
    const graph = graphOf({ p: ["part:none"], a: ["value"], s: ["show", {}, { value: "a.value" }] });
    expect(refused(() => plan(graph, vocabulary, options))).toEqual(["node_type_unknown p"]);
  });
});

describe("switched-off nodes and parts", () => {
  it("mute: what needs the node is not planned", () => {
    const muted = graphOf({
      a: ["value"],
      b: ["value", {}, {}, { off: "mute" }],
      s: ["show", {}, { value: "a.value" }],
      t: ["show", {}, { value: "b.value" }],
      opt: ["add", {}, { a: "a.value", b: "b.value" }],
      u: ["show", {}, { value: "opt.sum" }],
    });
    expect(ids(muted)).toEqual(["a", "s", "opt", "u"]);
    expect(refused(() => plan(muted, vocabulary, { ...options, targets: ["t"] }))).toEqual(["muted t"]);
  });
  it("bypass: the node is looked through, several in a row too", () => {
    const bypass = { off: "bypass" };
    const bypassed = graphOf({
      a: ["value"],
      v: ["spread", {}, { value: "a.value" }],
      x: ["scale", {}, { vector: "v.vector" }, bypass],
      y: ["scale", {}, { vector: "x.vector" }, bypass],
      s: ["show-vector", {}, { vector: "y.vector" }],
    });
    const plain = graphOf({
      a: ["value"],
      v: ["spread", {}, { value: "a.value" }],
      s: ["show-vector", {}, { vector: "v.vector" }],
    });
    expect(keys(bypassed)).toEqual(keys(plain));
  });
  it("a part has the keys of the nodes it stands for", () => {
    const parts = {
      plus: {
        title: "Plus",
        inputs: { x: "inner.a", by: "inner.bias" },
        outputs: { y: "inner.sum" },
        nodes: { inner: { type: "add" } },
      },
      outer: {
        title: "Outer",
        inputs: { x: "p.x" },
        outputs: { y: "p.y" },
        nodes: { p: { type: "part:plus", params: { by: 3 } } },
      },
    };
    const unfolded = graphOf(
      { a: ["value"], u: ["part:outer", {}, { x: "a.value" }], s: ["show", {}, { value: "u.y" }] },
      { parts },
    );
    const flat = graphOf({
      a: ["value"],
      b: ["add", { bias: 3 }, { a: "a.value" }],
      s: ["show", {}, { value: "b.sum" }],
    });
    expect(ids(unfolded)).toEqual(["a", "u/p/inner", "s"]);
    expect(keys(unfolded).s).toBe(keys(flat).s);
    expect(ids(unfolded, { ...options, targets: ["u"] })).toEqual(["a", "u/p/inner"]);
  });
});
