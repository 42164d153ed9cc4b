/** What the example graphs say of themselves, held against the default model: which pictures come back, and what stays. */
import { RunCache, type RunEvent } from "@unclip/engine";
import type { Graph, Literal } from "@unclip/graph";
import { cosine } from "@unclip/tensor";
import { acrossMeanGap, concepts, encodeImage, encodeText, evaluateText, openModel } from "@unclip/unclip";
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

/** The one table that a node gave. */
function tableOf(events: readonly RunEvent[], node: string) {
  const event = events.find((e) => e.event === "node-finished" && e.node === node);
  if (event?.event !== "node-finished") throw new Error(`Found no result of "${node}".`);
  const { note, rows, values } = event.outputs.table!.items[0]!.facts!;
  return { note: note as string, rows: rows as readonly string[], values: values as readonly number[] };
}

/** Ways to tell the decoder what to draw, in the order of the columns. */
const decoders = ["caption", "text-embedding", "mean-gap", "image-embedding"];

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

test("text-diff: at θ = 0 the picture nearly comes back, and turning leaves it behind for what is asked for", async () => {
  const events = await runGraph(host, altered("text-diff", { theta: { count: 3 } }), cache);
  const [[source], [none, some, most]] = [await pictures(events, "source"), await pictures(events, "decode")];
  expect(apart(none!, source!)).toBeLessThan(0.1);
  expect(apart(some!, source!)).toBeGreaterThan(apart(none!, source!));
  expect(apart(most!, source!)).toBeGreaterThan(apart(some!, source!));
  const model = await openModel(host, "emoji");
  const [wish] = await evaluateText(model, [graphs.get("text-diff")!.nodes.wish!.params!.text as string]);
  const seen = await encodeImage(model, [most!], { role: "evaluation-image-encoder" });
  expect(cosine(seen[0]!, wish!)).toBeGreaterThan(0.8);
});

test("conditioning-compare: a second CLIP finds that each way across the gap draws the caption better than none", async () => {
  const scores = await Promise.all(
    [5, 1].map(async (seed) => {
      const nodes = ["prior", ...decoders.map((name) => `decode-${name}`)].map(
        (id) => [id, id === "prior" ? { seed } : { seed, steps: 12 }] as const,
      );
      const graph = altered("conditioning-compare", Object.fromEntries(nodes));
      return tableOf(await runGraph(host, graph, cache), "fit");
    }),
  );
  expect(scores[0]!.note).toContain((await openModel(host, "emoji")).manifest.evaluation!.joint);
  const [caption, text, gap, image] = decoders.map((_, k) => scores[0]!.values[k]! + scores[1]!.values[k]!);
  expect(text).toBeGreaterThan(caption!);
  expect(gap).toBeGreaterThan(text!);
  expect(image).toBeGreaterThan(text!);
});

test("measure: no word is in both sets, and chance alone is as large as the baseline says", async () => {
  const { words, others } = graphs.get("measure")!.nodes;
  const lines = [words, others].flatMap((node) => node!.params!.lines as readonly string[]);
  expect(new Set(lines).size).toBe(lines.length);
  const events = await runGraph(
    host,
    altered("measure", { "decode-weak": { steps: 12 }, "decode-strong": { steps: 12 } }),
    cache,
  );
  const { values } = tableOf(events, "distance");
  const [weak, strong, weakBaseline, strongBaseline] = values as [number, number, number, number];
  // Of eight pictures a distance is mostly chance, which may fall to either side of the baseline; shared words would take it far below.
  expect(weak / weakBaseline).toBeGreaterThan(0.8);
  expect(strong / strongBaseline).toBeGreaterThan(0.8);
  expect(tableOf(events, "diversity").rows).toContain("captions");
  // The table's embeddings of both lists of words are of one distribution.
  const concept = (label: string) => ({ type: "concept", inputs: { label } });
  const chance = await runGraph(
    host,
    {
      ...graphs.get("measure")!,
      nodes: {
        words: words!,
        others: others!,
        made: concept("words.text"),
        reference: concept("others.text"),
        distance: {
          type: "frechet-distance",
          inputs: { made: "made.embedding", reference: "reference.embedding" },
        },
      },
    },
    cache,
  );
  const [distance, baseline] = tableOf(chance, "distance").values as [number, number];
  expect(distance / baseline).toBeGreaterThan(0.8);
  expect(distance / baseline).toBeLessThan(1.25);
});

test("mean-gap: names of concepts find their pictures more often with the gap than without", async () => {
  const model = await openModel(host, "emoji");
  const table = await concepts(model);
  const asked = table.filter((_, i) => i % 40 === 0);
  const texts = await encodeText(
    model,
    asked.map(({ label }) => label),
  );
  const found = async (amount: number) => {
    const cosines = await Promise.all(
      asked.map(async ({ embedding }, i) =>
        cosine(await acrossMeanGap(model, texts[i]!.embedding, amount), embedding),
      ),
    );
    return cosines.reduce((sum, value) => sum + value, 0) / asked.length;
  };
  expect(await found(1)).toBeGreaterThan((await found(0)) + 0.05);
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
