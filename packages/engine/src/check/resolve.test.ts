import { describe, expect, it } from "vitest";
import { plan } from "../plan/plan.ts";
import { graphOf, vocabulary } from "../testing/arithmetic.ts";
import { resolvedNodes, withoutParts } from "./resolve.ts";

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
    const nodes = new Map(resolvedNodes(graph, vocabulary).map((node) => [node.id, node]));
    expect([...nodes.keys()].sort()).toEqual(["a", "s", "u/p/add", "u/p/look", "u/p/two"]);
    expect(nodes.get("u/p/look")?.table?.sink).toBe(true);
    expect(nodes.get("u/p/two")?.node.params).toEqual({ value: 3 });
    expect(nodes.get("u/p/add")?.sources.get("a")).toEqual({ node: "a", port: "value" });
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
