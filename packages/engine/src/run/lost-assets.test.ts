/** A cached result whose picture is gone is computed again; what is whole is not. */
import { expect, it } from "vitest";
import { describe as tableOf } from "../contract/describe.ts";
import {
  batch,
  each,
  execute,
  input,
  type Kind,
  nodeTypes,
  output,
  plan,
  RunCache,
  RunCaches,
} from "../index.ts";
import { define, graphOf, kinds, type Ledger, types, words } from "../testing/arithmetic.ts";

/** Each value is shown by a picture of its number. */
const picture: Kind<{ readonly n: number }, Ledger> = {
  name: "picture",
  title: "picture",
  summarize: async ({ n }) => ({ text: `${n}`, asset: { id: `picture ${n}`, type: "image/png" } }),
};
const draw = define.each({
  ...words,
  type: "draw",
  inputs: { value: input(kinds[0], "V", "v") },
  outputs: { picture: output(picture, "P", "p") },
  params: {},
  execute: each(({ value }, { host }) => {
    host.did.push(`draw ${value}`);
    return { picture: { n: value } };
  }),
});
const brighten = define.each({
  ...words,
  type: "brighten",
  sink: true,
  inputs: { picture: input(picture, "P", "p") },
  outputs: { picture: output(picture, "P", "p") },
  params: {},
  execute: each(({ picture: { n } }, { host }) => {
    host.did.push(`brighten ${n}`);
    return { picture: { n: n + 100 } };
  }),
});
const album = define.all({
  ...words,
  type: "album",
  sink: true,
  inputs: { pictures: input(picture, "P", "p") },
  outputs: { album: output(picture, "A", "a") },
  params: {},
  async execute({ pictures }, { host }) {
    host.did.push(`album of ${pictures.items.length}`);
    return { album: batch([{ n: 1000 }]) };
  },
});
const list = nodeTypes<Ledger>([...types.values(), draw, brighten, album]);
const table = tableOf(list, [...kinds, picture]);

async function run(count: number, cache: RunCache, gone: readonly string[]) {
  const graph = graphOf({
    n: ["count", { count }],
    d: ["draw", {}, { value: "n.values" }],
    b: ["brighten", {}, { picture: "d.picture" }],
    a: ["album", {}, { pictures: "d.picture" }],
  });
  const host: Ledger = { did: [] };
  const asked = new Set<string>();
  const lost = async (assets: readonly string[]) => {
    for (const asset of assets) asked.add(asset);
    return new Set(assets.filter((asset) => gone.includes(asset)));
  };
  const { signal } = new AbortController();
  const events = [];
  const planned = plan(graph, table, { fingerprint: "" });
  for await (const event of execute(planned, { types: list, host, cache, signal, lost })) events.push(event);
  const shown = events.flatMap((e) => (e.event === "node-finished" ? [e.node] : []));
  return { did: host.did, asked, shown: shown.sort(), end: events.at(-1) };
}

it("computes the item whose picture is gone, and nothing else, though what follows is cached", async () => {
  const cache = new RunCache();
  await run(3, cache, []);
  expect((await run(3, cache, [])).did).toEqual([]);
  const again = await run(3, cache, ["picture 1"]);
  expect(again.did).toEqual(["draw 1"]);
  // The node in the middle is told again: someone looks at its picture.
  expect(again.shown).toContain("d");
  expect(again.end).toMatchObject({ status: "done", computed: 1 });
});

it("looks at every cached picture that it shows, also of items that a longer batch takes over", async () => {
  const cache = new RunCache();
  await run(2, cache, []);
  const longer = await run(3, cache, ["picture 0", "picture 101", "picture 1000"]);
  expect(longer.did.sort()).toEqual([
    "album of 3",
    "brighten 1",
    "brighten 2",
    "count 3",
    "draw 0",
    "draw 2",
  ]);
  expect(longer.asked).toContain("picture 1");
  expect((await run(3, cache, ["picture 1000"])).did).toEqual(["album of 3"]);
});

it("keeps scopes apart, and lets the largest give way first", async () => {
  const caches = new RunCaches({ bytes: 40_000 });
  await run(2, caches.of("ann"), []);
  expect((await run(2, caches.of("bob"), [])).did).toHaveLength(6);
  const small = caches.of("ann").bytes;
  await run(60, caches.of("bob"), []);
  caches.trim();
  expect(caches.of("ann").bytes).toBe(small);
  expect(caches.of("ann").bytes + caches.of("bob").bytes).toBeLessThanOrEqual(40_000);
  expect((await run(2, caches.of("ann"), [])).did).toEqual([]);
});
