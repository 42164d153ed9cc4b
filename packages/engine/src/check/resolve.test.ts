import { describe, expect, it } from "vitest";
import { plan } from "../plan/plan.ts";
import { graphOf, vocabulary } from "../testing/arithmetic.ts";
import { check, resolvedGraph } from "./check.ts";
import { withoutParts } from "./resolve.ts";

const parts = {
  plus: {
    title: "Plus",
    inputs: { x: "add.a", by: "two.value" },
    outputs: { y: "add.sum" },
    nodes: {
      two: { type: "value", params: { value: 2 } },
      add: { type: "add", inputs: { b: "two.value" } },
      look: { type: "show", inputs: { value: "add.sum" } },
    },
  },
  outer: {
    title: "Outer",
    inputs: { x: "p.x" },
    outputs: { y: "p.y" },
    nodes: { p: { type: "part:plus", params: { by: 3 } } },
  },
};
const graph = graphOf(
  { a: ["value"], u: ["part:outer", {}, { x: "a.value" }], s: ["show", {}, { value: "u.y" }] },
  { parts },
);

describe("the resolved graph", () => {
  it("holds nodes of parts within parts, with their types and what uses give them", () => {
    const nodes = resolvedGraph(graph, vocabulary).byId;
    expect([...nodes.keys()].sort()).toEqual(["a", "s", "u/p/add", "u/p/look", "u/p/two"]);
    expect(nodes.get("u/p/look")?.table?.sink).toBe(true);
    expect(nodes.get("u/p/two")?.node.params).toEqual({ value: 3 });
    expect(nodes.get("u/p/add")?.sources.get("a")).toEqual({ node: "a", port: "value" });
  });

  it("tells edges as written, those that exist, and those that a run has", () => {
    const { byId, order } = resolvedGraph(
      graphOf({
        sum: ["add", {}, { a: "off.value", b: "through.sum", c: "a.value" }],
        through: ["add", {}, { a: "a.value", b: "a.value" }, { off: "bypass" }],
        off: ["value", {}, {}, { off: "mute" }],
        a: ["value"],
        s: ["show", {}, { value: "sum.sum" }],
      }),
      vocabulary,
    );
    const sum = byId.get("sum");
    expect([...(sum?.sources.keys() ?? [])]).toEqual(["a", "b", "c"]);
    expect([...(sum?.drawn.keys() ?? [])]).toEqual(["a", "b"]);
    expect([...(sum?.edges ?? [])]).toEqual([["b", { node: "a", port: "value" }]]);
    expect(sum?.idle).toEqual({ because: "off", port: "a" });
    expect(byId.get("s")?.idle).toEqual({ because: "off", port: "value" });
    expect(byId.get("a")?.idle).toBeUndefined();
    expect(byId.get("a")?.table?.type).toBe("value");
    const place = (id: string) => order.indexOf(byId.get(id)?.index ?? -1);
    expect(place("a")).toBeLessThan(place("through"));
    expect(place("through")).toBeLessThan(place("sum"));
  });

  it("of a frozen graph is resolved once for checks, plans and readers", () => {
    const frozen = Object.freeze({ ...graph, nodes: Object.freeze({ ...graph.nodes }) });
    check(frozen, vocabulary);
    expect(resolvedGraph(frozen, vocabulary)).toBe(resolvedGraph(frozen, vocabulary));
    expect(resolvedGraph(frozen, { ...vocabulary })).not.toBe(resolvedGraph(frozen, vocabulary));
  });

  it("written as a graph without parts has the same plan", () => {
    const flat = withoutParts(graph);
    expect(flat.parts).toBeUndefined();
    const keys = (from: typeof graph) =>
      plan(from, vocabulary, { fingerprint: "f" })
        .nodes.map(({ id, key }) => `${id} ${key}`)
        .sort();
    expect(keys(flat)).toEqual(keys(graph));
    expect(keys(flat)).toHaveLength(5);
  });
});
