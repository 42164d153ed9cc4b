import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Graph, readGraph } from "@unclip/graph";
import { createMemoryHost } from "@unclip/host/memory";
import { afterAll, describe, expect, test } from "vitest";
import { readGraphFile } from "./graph-file.ts";
import { vocabulary } from "./machine.ts";
import { overridden } from "./overrides.ts";
import { seedOverrides } from "./seeds.ts";
import { readSettings } from "./settings.ts";

const folder = mkdtempSync(join(tmpdir(), "unclip-settings-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const example = (name: string) =>
  readGraphFile(new URL(`../../../graphs/${name}.json`, import.meta.url).pathname);

/** Params and inputs of every node, as they run. */
const nodesOf = (graph: Graph) =>
  Object.fromEntries(Object.entries(graph.nodes).map(([id, { params, inputs }]) => [id, { params, inputs }]));

/** `draw` holds `seeds` → `prior`; `outer` holds a use of it that declares the prior's steps, and a noise of its own. */
const parts = {
  draw: {
    title: "Draw",
    inputs: { steps: "prior.steps", text: "prior.text", start: "seeds.start" },
    outputs: { embedding: "prior.embedding" },
    nodes: {
      seeds: { type: "seeds", params: { start: 3, count: 2 } },
      prior: { type: "diffusion-prior", inputs: { seed: "seeds.seed" } },
    },
  },
  outer: {
    title: "Outer",
    inputs: { steps: "use.steps" },
    outputs: {},
    nodes: { use: { type: "part:draw", params: { start: 9 } }, noise: { type: "noise" } },
  },
};
const withParts = readGraph({
  unclip: 1,
  title: "t",
  model: "m",
  nodes: {
    a: { type: "part:outer" },
    b: { type: "part:outer" },
    own: { type: "noise", params: { seed: 1 } },
  },
  parts,
});

async function set(graph: Graph, ...settings: string[]) {
  const host = createMemoryHost();
  const { overrides, notes } = await readSettings(graph, settings, new Map(), { vocabulary, host });
  return { nodes: nodesOf(overridden(graph, overrides)), notes, host };
}

describe("--seed", () => {
  test.each([
    ["four-by-four", "set 1 seed: seeds.start. 2 seeds that come over edges were kept."],
    [
      "variations",
      "set 3 seeds: prior.seed, source.seed, seeds.start. 1 seed that comes over an edge was kept.",
    ],
    ["measure", "seeds.start"],
  ])("of %s sets literals and leaves edges", async (name, said) => {
    const graph = await example(name);
    const { overrides, note } = seedOverrides(graph, "5", vocabulary);
    const after = overridden(graph, overrides);
    expect(after.nodes.seeds?.params?.start).toBe(5);
    for (const [id, node] of Object.entries(graph.nodes))
      expect(after.nodes[id]?.inputs ?? {}).toEqual(node.inputs ?? {});
    expect(note).toContain(said);
  });

  test("reaches parts within parts, in every use", () => {
    const { overrides, note } = seedOverrides(withParts, "5", vocabulary);
    const nodes = nodesOf(overridden(withParts, overrides));
    expect(note).toContain("set 5 seeds");
    for (const use of ["a", "b"]) {
      expect(nodes[`${use}/use/seeds`]?.params).toEqual({ start: 5, count: 2 });
      expect(nodes[`${use}/noise`]?.params).toEqual({ seed: 5 });
      expect(nodes[`${use}/use/prior`]?.inputs).toEqual({ seed: `${use}/use/seeds.seed` });
      expect(nodes[`${use}/use/prior`]?.params ?? {}).toEqual({});
    }
    expect(nodes.own?.params).toEqual({ seed: 5 });
  });

  test("says so where a graph has none", () => {
    const graph = { ...withParts, nodes: { t: { type: "text" } } };
    expect(seedOverrides(graph, "5", vocabulary).note).toBe("--seed 5 set no seed.");
  });

  test.each([
    ["-1", /from 0 to 2\^53−1/],
    ["9007199254740992", /from 0 to 2\^53−1/],
    ["0x10", /decimal digits/],
    ["1e3", /decimal digits/],
    [" 5 ", /decimal digits/],
    ["1_000", /decimal digits/],
    ["٣", /decimal digits/],
    ["", /decimal digits/],
    ["2.5", /decimal digits/],
  ])("%j is refused with a sentence", (seed, sentence) => {
    expect(() => seedOverrides(withParts, seed, vocabulary)).toThrow(sentence);
  });
});

describe("--set", () => {
  test("of a use of a part sets what the part declares, of this use alone", async () => {
    const { nodes } = await set(withParts, "a.steps=7", "b/use/seeds.start=4", "own.seed=8");
    expect(nodes["a/use/prior"]?.params).toEqual({ steps: 7 });
    expect(nodes["b/use/prior"]?.params ?? {}).toEqual({});
    expect(nodes["b/use/seeds"]?.params).toEqual({ start: 4, count: 2 });
    expect(nodes["a/use/seeds"]?.params).toEqual({ start: 9, count: 2 });
    expect(nodes.own?.params).toEqual({ seed: 8 });
  });

  test("takes the place of an edge, and says so", async () => {
    const { nodes, notes } = await set(withParts, "a/use/prior.seed=6");
    expect(nodes["a/use/prior"]).toEqual({ params: { seed: 6 }, inputs: {} });
    expect(nodes["b/use/prior"]?.inputs).toEqual({ seed: "b/use/seeds.seed" });
    expect(notes).toEqual(["--set a/use/prior.seed takes the place of the edge from a/use/seeds.seed."]);
  });

  test.each([
    ["gone.x=1", /no node "gone"; there are a, b, own, /],
    ["__proto__.x=1", /no node "__proto__"/],
    ["constructor.x=1", /no node "constructor"/],
    ["own.__proto__=1", /\(noise\) has no param "__proto__"/],
    ["own.constructor=1", /has no param "constructor"/],
    ["a.__proto__=1", /declares no param "__proto__"; it declares steps/],
    ["a.toString=1", /declares no param "toString"/],
    ["a/use.text=x", /takes an edge and no value; it leads to prior\.text/],
    ["a/use/gone.x=1", /no node "a\/use\/gone"/],
    ["a/use/prior.text=x", /takes an edge and no value/],
    ["own=1", /not of that form/],
    ["=1", /not of that form/],
    ["own.seed", /not of that form/],
    ["own.seed=-1", /from 0 to 2\^53−1/],
    ["a.steps=-1", /from 1 to 1000/],
    ["a.steps=0x10", /takes a number or pack; "0x10".*whole number from 1 to 1000.*decimal digits/],
    ["a.steps=@", /write @@/],
    ["a.steps=@gone.txt", /Cannot read gone\.txt: there is no such file/],
    [`a.steps=@${tmpdir()}`, /it is a folder/],
  ])("%s is refused with a sentence", async (setting, sentence) => {
    await expect(set(withParts, setting)).rejects.toThrow(sentence);
  });

  const lists = readGraph({
    unclip: 1,
    title: "t",
    model: "m",
    nodes: {
      words: { type: "text-list" },
      pca: { type: "pca-reconstruct" },
      caption: { type: "text" },
      photo: { type: "image" },
      file: { type: "embedding-file" },
    },
  });

  test("reads texts and lists from files, in the encodings of Windows too", async () => {
    const crlf = file("lines.txt", "a cat\r\n\r\n a dog \r\n");
    const utf16 = file("caption.txt", Buffer.from("\uFEFFa red ハート\r\n", "utf16le"));
    const { nodes } = await set(lists, `words.lines=@${crlf}`, `caption.text=@${utf16}`);
    expect(nodes.words?.params).toEqual({ lines: ["a cat", "a dog"] });
    expect(nodes.caption?.params).toEqual({ text: "a red ハート" });
    expect((await set(lists, "caption.text=@@home")).nodes.caption?.params).toEqual({ text: "@home" });
    expect((await set(lists, "caption.text=a@b=c.d")).nodes.caption?.params).toEqual({ text: "a@b=c.d" });
  });

  test("refuses more lines than a node takes, with both numbers", async () => {
    const long = file("long.txt", Array.from({ length: 400 }, (_, i) => `line ${i}`).join("\n"));
    await expect(set(lists, `words.lines=@${long}`)).rejects.toThrow(/found 400 items; expected at most 256/);
  });

  test("stores a file as the asset that a node names", async () => {
    const { host, nodes } = await set(lists, `file.asset=${file("z.json", "[[1, 2], [3, 4]]")}`);
    const asset = String(nodes.file?.params?.asset);
    expect(new TextDecoder().decode((await host.assets.get(asset))?.bytes)).toBe("[[1, 2], [3, 4]]");
    const heic = file("photo.heic", "no picture");
    await expect(set(lists, `photo.asset=${heic}`)).rejects.toThrow(
      /photo\.asset: .*photo\.heic: Found bytes/,
    );
    await expect(set(lists, "photo.asset=gone.png")).rejects.toThrow(/Cannot read gone\.png/);
    await expect(set(lists, `file.asset=@${heic}`)).rejects.toThrow(/neither \.npy nor JSON/);
  });
});
