/** What the example graphs say of themselves, held against the default model: which pictures come back, and what stays. */
import { RunCache, type RunEvent } from "@unclip/engine";
import type { Graph, Literal } from "@unclip/graph";
import { expect, test } from "vitest";
import { defaultHost, exampleGraphs, picturesOf, runGraph } from "../machine.ts";
import { apart } from "./apart.ts";

const host = defaultHost();
const graphs = await exampleGraphs();
const cache = new RunCache();

/** An example graph with some of its params set anew. */
function altered(name: string, params: Readonly<Record<string, Readonly<Record<string, Literal>>>>): Graph {
  const graph = graphs.get(name)!;
  const nodes = Object.entries(params).map(([id, own]) => {
    const node = graph.nodes[id]!;
    return [id, { ...node, params: { ...node.params, ...own } }] as const;
  });
  return { ...graph, nodes: { ...graph.nodes, ...Object.fromEntries(nodes) } };
}

const pictures = (events: readonly RunEvent[], node: string) =>
  Promise.all(
    picturesOf(events, node).map(async (id) => host.images.decode((await host.assets.get(id))!.bytes)),
  );

test("interpolation: the first and the last frame are the two pictures, and the middle is neither", async () => {
  const events = await runGraph(host, altered("interpolation", { theta: { count: 3 } }), cache);
  const [[from, to], [first, middle, last]] = [
    await pictures(events, "source"),
    await pictures(events, "decode"),
  ];
  expect(apart(first!, from!)).toBeLessThan(0.05);
  expect(apart(last!, to!)).toBeLessThan(0.05);
  expect(Math.min(apart(middle!, from!), apart(middle!, to!))).toBeGreaterThan(0.1);
});

test("variations: at η = 0 the picture comes back whatever the seed, at η = 1 it does not, and seeds differ", async () => {
  const graph = altered("variations", { eta: { count: 2 }, seeds: { count: 2 } });
  const events = await runGraph(host, graph, cache);
  const [[source], [a, b, c, d]] = [await pictures(events, "source"), await pictures(events, "decode")];
  expect(apart(a!, source!)).toBeLessThan(0.05);
  expect(apart(a!, b!)).toBe(0);
  expect(apart(c!, source!)).toBeGreaterThan(0.05);
  expect(apart(c!, d!)).toBeGreaterThan(0.01);
  expect(events.flatMap((e) => (e.event === "node-finished" ? (e.remarks ?? []) : []))).toEqual([]);
});

test("text-diff: at θ = 0 the picture comes back, and turning further leaves it further behind", async () => {
  const events = await runGraph(host, altered("text-diff", { theta: { count: 3 } }), cache);
  const [[source], [none, some, most]] = [await pictures(events, "source"), await pictures(events, "decode")];
  expect(apart(none!, source!)).toBeLessThan(0.05);
  expect(apart(some!, source!)).toBeGreaterThan(apart(none!, source!));
  expect(apart(most!, source!)).toBeGreaterThan(apart(some!, source!));
});

test("reconstruct: the error that is shown is that of the picture that came back", async () => {
  const events = await runGraph(host, graphs.get("reconstruct")!, cache);
  const [[source], [back]] = [await pictures(events, "source"), await pictures(events, "decode")];
  const shown = events.find((e) => e.event === "node-finished" && e.node === "error");
  const error = shown?.event === "node-finished" ? Number(shown.outputs.value!.items[0]!.facts!.value) : 1;
  expect(error).toBeLessThan(0.05);
  // The picture that is stored has 256 levels.
  expect(apart(source!, back!)).toBeCloseTo(error, 2);
});
