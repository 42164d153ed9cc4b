/** One item of a batch fails: the error says which. */
import { describe, expect, it } from "vitest";
import { describe as tableOf } from "../contract/describe.ts";
import {
  each,
  execute,
  input,
  NodeError,
  type NodeType,
  nodeTypes,
  output,
  perItem,
  plan,
  RunCache,
  type RunEvent,
} from "../index.ts";
import { define, graphOf, kinds, type Ledger, numberKind, types, words } from "../testing/arithmetic.ts";
import { told } from "../testing/run.ts";

const odd = (value: number) => {
  if (value === 2) throw new NodeError("two", "Found a two.");
  return { value };
};
type Values = readonly { readonly value: number }[];
const picky = (execute: (items: Values, context: never) => Promise<unknown>): NodeType<Ledger> =>
  define.each({
    ...words,
    type: "picky",
    sink: true,
    inputs: { value: input(numberKind, "V", "v") },
    outputs: { value: output(numberKind, "V", "v") },
    params: {},
    execute: execute as never,
  });

/** What a run of the numbers 0 up to `count` through the node fails with. */
async function failure(type: NodeType<Ledger>, count: number, cache = new RunCache(), source = "c.values") {
  const list = nodeTypes<Ledger>([...types.values(), type]);
  const graph = graphOf({
    c: ["count", { count }],
    sum: ["add", {}, { a: "c.values" }],
    x: ["picky", {}, { value: source }],
  });
  const planned = plan(graph, tableOf(list, kinds), { fingerprint: "" });
  const signal = new AbortController().signal;
  const events: RunEvent[] = [];
  for await (const event of execute(planned, { types: list, host: { did: [] }, cache, signal }))
    events.push(event);
  return told(events, []).all("node-failed")[0]?.error;
}

describe("a failing item is named", () => {
  const sentence = { code: "two", message: 'Item 3 of 4 ("i = 2"): Found a two.' };
  it.each([
    ["by each", each(({ value }: Values[number]) => odd(value))],
    ["by perItem", async (items: Values) => perItem(items, ({ value }) => odd(value))],
    [
      "by perItem, some time later",
      (items: Values) => Promise.all(perItem(items, async ({ value }) => odd(value))),
    ],
  ])("%s", async (_, execute) => {
    expect(await failure(picky(execute), 4)).toEqual(sentence);
  });

  it("by its place in the batch, though the items before it came from the cache", async () => {
    const cache = new RunCache();
    const type = picky(each(({ value }: Values[number]) => odd(value)));
    expect(await failure(type, 2, cache)).toBeUndefined();
    expect(await failure(type, 4, cache)).toEqual(sentence);
  });

  it("when it was the only one to compute, though the node did not say which", async () => {
    const cache = new RunCache();
    const type = picky(async (items) => items.map(({ value }) => odd(value)));
    expect(await failure(type, 2, cache)).toBeUndefined();
    expect(await failure(type, 3, cache)).toEqual({
      code: "two",
      message: 'Item 3 of 3 ("i = 2"): Found a two.',
    });
  });

  it("is not guessed when nobody said which it was", async () => {
    const type = picky(async (items) => items.map(({ value }) => odd(value)));
    expect(await failure(type, 4)).toEqual({ code: "two", message: "Found a two." });
  });

  it("is not told of where there is one", async () => {
    const type = picky(each(() => Promise.reject(new NodeError("never", "Never."))));
    expect(await failure(type, 1)).toEqual({ code: "never", message: "Never." });
  });

  it("when its result leaves an output out", async () => {
    const type = picky(async (items) => items.map(({ value }) => (value === 1 ? {} : { value })));
    expect(await failure(type, 3)).toMatchObject({
      code: "node_contract",
      message: expect.stringMatching(/^Item 2 of 3 \("i = 1"\): /),
    });
  });
});
