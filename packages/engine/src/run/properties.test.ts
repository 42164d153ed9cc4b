/** What holds for every graph: random ones, of the arithmetic nodes. */
import { editPart, type Graph, makePart, moveNodes, renameNode, setParam, unpackPart } from "@unclip/graph";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check, plan, RunCache } from "../index.ts";
import { graphOf, vocabulary } from "../testing/arithmetic.ts";
import { run } from "../testing/run.ts";

type Nodes = Parameters<typeof graphOf>[0];
const options = { fingerprint: "" };

/** Graphs of sources, sums and outputs; node i may be fed by any node before it. */
const graphs: fc.Arbitrary<Graph> = fc
  .array(
    fc.record({
      pick: fc.nat(4),
      amount: fc.integer({ min: -5, max: 5 }),
      from: fc.tuple(fc.nat(), fc.nat(), fc.nat()),
    }),
    {
      minLength: 1,
      maxLength: 14,
    },
  )
  .map((recipes) => {
    const nodes: Record<string, Nodes[string]> = { n0: ["count", { count: 3 }] };
    const outputs = ["n0.values"];
    for (const [i, { pick, amount, from }] of recipes.entries()) {
      const id = `n${i + 1}`;
      const [a, b, bias] = from.map((n) => outputs[n % outputs.length] as string) as [string, string, string];
      const made: Nodes[string][] = [
        ["value", { value: amount }],
        ["add", { bias: amount }, { a, b }],
        ["add", {}, { a, bias }],
        ["show", {}, { value: a }],
        ["half", {}, { value: a }],
      ];
      nodes[id] = made[pick] as Nodes[string];
      outputs.push(`${id}.${["value", "sum", "sum", "value", "half"][pick]}`);
    }
    nodes.end = ["show", {}, { value: outputs.at(-1) as string }];
    return graphOf(nodes);
  });

const shuffled = (graph: Graph, seed: number): Graph => {
  const entries = Object.entries(graph.nodes);
  const mixed = entries
    .map((e, i) => [((i + 1) * (seed * 2 + 1)) % 97, e] as const)
    .sort(([a], [b]) => a - b);
  return { ...graph, nodes: Object.fromEntries(mixed.map(([, e]) => e)) };
};
const keysOf = (graph: Graph) =>
  Object.fromEntries(plan(graph, vocabulary, options).nodes.map((n) => [n.id, n.key]));
const resultsOf = async (graph: Graph, cache = new RunCache()) => {
  const { all } = await run(graph, { cache });
  return Object.fromEntries(
    all("node-finished")
      .map((e) => [e.node, e.outputs] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
};

/** A param of a node that no edge feeds. */
function paramOf(graph: Graph, id: string): string | undefined {
  const { type = "", inputs = {} } = graph.nodes[id] ?? {};
  const param = { count: "count", value: "value", add: "bias" }[type];
  return param !== undefined && param in inputs ? undefined : param;
}

/** The planned nodes that node `id` leads to, with itself. */
function downstream(graph: Graph, id: string): Set<string> {
  const reached = new Set([id]);
  for (const node of plan(graph, vocabulary, options).nodes)
    if (node.inputs.some((edge) => reached.has(edge.node))) reached.add(node.id);
  return reached;
}

describe("for every graph", () => {
  it("the order of nodes in the file changes no key, no order of the run and no result", async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.nat(40), async (graph, seed) => {
        const other = shuffled(graph, seed);
        expect(plan(other, vocabulary, options).nodes).toEqual(plan(graph, vocabulary, options).nodes);
        expect(await resultsOf(other)).toEqual(await resultsOf(graph));
      }),
      { numRuns: 60 },
    );
  });
  it("renaming or moving a node changes no key", () => {
    fc.assert(
      fc.property(graphs, fc.nat(), (graph, n) => {
        const ids = Object.keys(graph.nodes);
        const id = ids[n % ids.length] as string;
        const before = keysOf(graph);
        expect(keysOf(moveNodes(graph, { [id]: [n, -n] }).graph)).toEqual(before);
        const { [id]: renamed, ...others } = before;
        expect(keysOf(renameNode(graph, id, "another").graph)).toEqual({
          ...others,
          ...(renamed && { another: renamed }),
        });
      }),
    );
  });
  it("changing one param changes exactly the keys downstream", () => {
    fc.assert(
      fc.property(graphs, fc.nat(), (graph, n) => {
        const before = keysOf(graph);
        const planned = Object.keys(before).filter((id) => paramOf(graph, id) !== undefined);
        fc.pre(planned.length > 0);
        const id = planned[n % planned.length] as string;
        const param = paramOf(graph, id) as string;
        const after = keysOf(setParam(graph, id, param, 77).graph);
        const changed = Object.keys(before).filter((other) => before[other] !== after[other]);
        expect(new Set(changed)).toEqual(downstream(graph, id));
      }),
    );
  });
  it("making a part, a part within it and unpacking both change no key and no result", async () => {
    const renamed = <T>(of: Readonly<Record<string, T>>, to: (id: string) => string) =>
      Object.fromEntries(
        Object.entries(of)
          .map(([id, value]) => [to(id), value] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      );
    await fc.assert(
      fc.asyncProperty(graphs, fc.integer({ min: 1 }), fc.nat(), async (graph, bits, deepBits) => {
        const of = (ids: readonly string[], mask: number) => ids.filter((_, i) => (mask >> (i % 31)) & 1);
        const chosen = of(Object.keys(graph.nodes), bits);
        fc.pre(chosen.length > 0);
        const keys = keysOf(graph);
        const results = await resultsOf(graph);
        const made = makePart(graph, chosen, "Outer");
        const inside = (id: string) => (chosen.includes(id) ? `outer/${id}` : id);
        expect(keysOf(made.graph)).toEqual(renamed(keys, inside));
        expect(await resultsOf(made.graph)).toEqual(renamed(results, inside));
        const deep = of(chosen, deepBits);
        if (deep.length > 0) {
          const nested = editPart(made.graph, "outer", (part) => makePart(part, deep, "Inner")).graph;
          const deeper = (id: string) => (deep.includes(id) ? `outer/inner/${id}` : inside(id));
          expect(keysOf(nested)).toEqual(renamed(keys, deeper));
          const flat = editPart(nested, "outer", (part) => unpackPart(part, "inner")).graph;
          expect(keysOf(flat)).toEqual(renamed(keys, inside));
        }
        expect(keysOf(unpackPart(made.graph, "outer").graph)).toEqual(keys);
      }),
      { numRuns: 60 },
    );
  });
  it("a cold run, a cached one and one that was cut short by a small cache agree", async () => {
    await fc.assert(
      fc.asyncProperty(graphs, graphs, async (graph, other) => {
        const cold = await resultsOf(graph);
        const cache = new RunCache();
        await run(other, { cache });
        await run(graph, { cache });
        expect(await resultsOf(graph, cache)).toEqual(cold);
        const small = new RunCache({ bytes: 2_000 });
        await run(graph, { cache: small });
        const again = await resultsOf(graph, small);
        for (const target of plan(graph, vocabulary, options).targets)
          expect(again[target]).toEqual(cold[target]);
      }),
      { numRuns: 60 },
    );
  });
  it("what checks without an error never fails with a fault of contract", async () => {
    await fc.assert(
      fc.asyncProperty(graphs, async (graph) => {
        fc.pre(!check(graph, vocabulary).some((p) => p.severity === "error"));
        const { all } = await run(graph);
        expect(all("node-failed")).toEqual([]);
        expect(all("run-finished")[0]?.status).toBe("done");
      }),
      { numRuns: 60 },
    );
  });
});
