/** Outputs that are computed only where something is connected to them, and that are a batch an item. */
import { describe, expect, it } from "vitest";
import { describe as tableOf } from "../contract/describe.ts";
import {
  execute,
  input,
  manyOnRequest,
  nodeTypes,
  output,
  plan,
  RunCache,
  type RunEvent,
  willRun,
} from "../index.ts";
import { define, graphOf, kinds, type Ledger, numberKind, types, words } from "../testing/arithmetic.ts";
import { told } from "../testing/run.ts";

/** Counts down to 0; gives the way on request. */
const fall = define.each({
  ...words,
  type: "fall",
  inputs: { value: input(numberKind, "V", "v") },
  outputs: {
    end: output(numberKind, "End", "0"),
    way: manyOnRequest(numberKind, "Way", "every number passed"),
  },
  params: {},
  async execute(items, { host, asked }) {
    return items.map(({ value }) => {
      host.did.push(`fall ${value}${asked.has("way") ? " with its way" : ""}`);
      const steps = Array.from({ length: value }, (_, i) => value - i - 1);
      const labels = steps.map((_, i) => `step ${i + 1}`);
      return { end: 0, way: asked.has("way") ? { items: steps, labels } : undefined };
    });
  },
});
const list = nodeTypes<Ledger>([...types.values(), fall]);
const vocabulary = tableOf(list, kinds);
type Nodes = Parameters<typeof graphOf>[0];

const planned = (nodes: Nodes, targets?: readonly string[]) =>
  plan(graphOf(nodes), vocabulary, { fingerprint: "", ...(targets && { targets }) });

async function run(nodes: Nodes, cache = new RunCache(), targets?: readonly string[]) {
  const host: Ledger = { did: [] };
  const events: RunEvent[] = [];
  const options = { types: list, host, cache, signal: new AbortController().signal };
  for await (const event of execute(planned(nodes, targets), options)) events.push(event);
  return told(events, host.did);
}

const end: Nodes = {
  v: ["value", { value: 3 }],
  f: ["fall", {}, { value: "v.value" }],
  e: ["show", {}, { value: "f.end" }],
};
const both: Nodes = { ...end, w: ["show", {}, { value: "f.way" }] };
const falls = (did: readonly string[]) => did.filter((line) => line.startsWith("fall"));

describe("an output on request", () => {
  it("is not computed, kept or told of where nothing is connected", async () => {
    const { did, all } = await run(end);
    expect(falls(did)).toEqual(["fall 3"]);
    expect(Object.keys(all("node-finished").find((e) => e.node === "f")!.outputs)).toEqual(["end"]);
  });

  it("is all its items' batches, one after another, each label after that of its item", async () => {
    const one = await run(both);
    expect(one.shown("w")).toBe("2 1 0");
    const labels = (ran: Awaited<ReturnType<typeof run>>) =>
      ran.all("node-finished").find((e) => e.node === "w")?.outputs.value?.labels;
    expect(labels(one)).toEqual(["step 1", "step 2", "step 3"]);
    const many = await run({
      c: ["count", { count: 3 }],
      f: ["fall", {}, { value: "c.values" }],
      w: ["show", {}, { value: "f.way" }],
    });
    expect(many.shown("w")).toBe("0 1 0");
    expect(labels(many)).toEqual(["i = 1, step 1", "i = 2, step 1", "i = 2, step 2"]);
  });

  it("is not asked for by what does not run", async () => {
    expect(falls((await run(both, new RunCache(), ["e"])).did)).toEqual(["fall 3"]);
    expect(falls((await run(both, new RunCache(), ["f"])).did)).toEqual(["fall 3"]);
  });

  it("changes no key, so that connecting it computes the node anew and nothing else", async () => {
    const keyOf = (nodes: Nodes, id: string) => planned(nodes).nodes.find((node) => node.id === id)?.key;
    expect(keyOf(both, "f")).toBe(keyOf(end, "f"));
    const cache = new RunCache();
    await run(end, cache);
    expect([...willRun(planned(both), cache)].sort()).toEqual(["f", "w"]);
    const again = await run(both, cache);
    expect(falls(again.did)).toEqual(["fall 3 with its way"]);
    expect(again.all("node-finished").find((e) => e.node === "e")?.cached).toBe(true);
  });

  it("once computed serves graphs that take it and graphs that do not", async () => {
    const cache = new RunCache();
    await run(both, cache);
    expect((await run(both, cache)).did).toEqual([]);
    const without = await run(end, cache);
    expect(without.did).toEqual([]);
    expect(Object.keys(without.all("node-finished").find((e) => e.node === "f")!.outputs)).toEqual(["end"]);
    expect((await run(both, cache)).shown("w")).toBe("2 1 0");
  });

  it("is computed for the one of two equal nodes that is asked for it", async () => {
    const twins: Nodes = {
      ...end,
      g: ["fall", {}, { value: "v.value" }],
      w: ["show", {}, { value: "g.way" }],
    };
    const { shown, did } = await run(twins);
    expect([shown("e"), shown("w")]).toEqual(["0", "2 1 0"]);
    expect(falls(did).at(-1)).toBe("fall 3 with its way");
  });
});
