/** Graphs on the tiny packs, through the engine: what a run shows, what it computes again, and that it equals the functions. */
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { check, describe as describeTypes, execute, plan, RunCache, type RunEvent } from "@unclip/engine";
import { type Graph, parseGraph, serializeGraph } from "@unclip/graph";
import type { Host } from "@unclip/host";
import { kinds, nodeTypes } from "@unclip/nodes";
import type { Tensor } from "@unclip/tensor";
import { openModel, textToImage } from "@unclip/unclip";
import { beforeAll, describe, expect, test } from "vitest";
import { tinyHost } from "./tiny-host.ts";

const vocabulary = describeTypes(nodeTypes, kinds);
const folder = fileURLToPath(new URL("../../graphs/", import.meta.url));
const files = (await readdir(folder)).filter((name) => name.endsWith(".json"));
const packs = ["tiny-latent", "tiny-pixel"];

let host: Host;
beforeAll(async () => {
  host = await tinyHost();
});

const load = async (file: string, model: string): Promise<Graph> => ({
  ...parseGraph(await readFile(`${folder}${file}`, "utf8")),
  model,
});

async function run(
  graph: Graph,
  cache = new RunCache(),
  signal = new AbortController().signal,
): Promise<RunEvent[]> {
  const pack = await host.packs.open(graph.model);
  const fingerprint = `${pack.digest} ${host.sessions.provider}`;
  const events: RunEvent[] = [];
  for await (const event of execute(plan(graph, vocabulary, { fingerprint }), {
    types: nodeTypes,
    host,
    cache,
    signal,
  })) {
    events.push(event);
  }
  return events;
}

function finished(events: readonly RunEvent[], node: string) {
  const event = events.find((e) => e.event === "node-finished" && e.node === node);
  if (event?.event !== "node-finished")
    throw new Error(`${node} did not finish: ${JSON.stringify(events.at(-1))}`);
  return event;
}

const asset = (events: readonly RunEvent[], node: string, output = "image") =>
  finished(events, node).outputs[output]!.items[0]!.asset!.id;

/** One for each thing that the paper does with its latents. */
const operations = [
  "text-to-image",
  "four-by-four",
  "variations",
  "interpolation",
  "text-diff",
  "pca-ladder",
  "conditioning-compare",
  "prior-compare",
  "rerank",
  "guidance-sweep",
  "embedding-arithmetic",
  "concept-map",
  "cascade",
  "reconstruct",
  "classify",
  "measure",
];
test("there is an example of every operation of the paper", () => {
  expect(files).toEqual(expect.arrayContaining(operations.map((name) => `${name}.json`)));
});

describe.each(files)("%s", (file) => {
  test("has a title, says what it is about, and explains itself in a note", async () => {
    const { title, about, notes } = parseGraph(await readFile(`${folder}${file}`, "utf8"));
    expect(title).not.toBe("");
    expect(about?.length).toBeGreaterThan(20);
    expect(Object.values(notes ?? {}).map(({ text }) => text.length > 40)).toContain(true);
  });

  test("is written as the serializer writes it", async () => {
    const text = await readFile(`${folder}${file}`, "utf8");
    expect(serializeGraph(parseGraph(text))).toBe(text);
  });

  test.each(packs)("checks and runs on %s; a second run computes nothing", async (model) => {
    const graph = await load(file, model);
    expect(check(graph, vocabulary).filter((problem) => problem.severity === "error")).toEqual([]);
    const cache = new RunCache();
    const first = await run(graph, cache);
    const failed = first.flatMap((event) => (event.event === "node-failed" ? [event] : []));
    // tiny-pixel has no second CLIP: what it judges is missing there, and pictures are drawn all the same.
    const judged = Object.keys(graph.nodes).filter((id) => graph.nodes[id]!.type.startsWith("evaluation-"));
    const missing = model === "tiny-pixel" ? judged : [];
    expect(failed.map(({ node }) => node).sort()).toEqual(missing.sort());
    for (const { error } of failed) expect(error.code).toBe("model_role_missing");
    expect(first.at(-1)).toMatchObject({
      event: "run-finished",
      status: missing.length > 0 ? "failed" : "done",
    });
    expect((await run(graph, cache)).at(-1)).toMatchObject({ computed: 0 });
  });
});

describe.each(packs)("text to image on %s", (model) => {
  test("gives the pixels of textToImage, bit for bit", async () => {
    const graph = await load("text-to-image.json", model);
    const events = await run(graph);
    const { prior, decode, upsample, caption } = graph.nodes as Record<
      string,
      { params?: Record<string, number | string> }
    >;
    const opened = await openModel(host, model);
    const options = {
      priorSeed: Number(prior!.params!.seed),
      priorSteps: Number(prior!.params!.steps),
      priorGuidance: Number(prior!.params!.guidance),
      decoderSteps: Number(decode!.params!.steps),
      decoderGuidance: Number(decode!.params!.guidance),
    };
    const image = await textToImage(opened, String(caption!.params!.text), options);
    const large = await textToImage(opened, String(caption!.params!.text), {
      ...options,
      upsamplerSeeds: [Number(upsample!.params?.seed ?? 0)],
    });
    const store = async (picture: typeof image) =>
      host.assets.put(await host.images.encode(picture, "image/png"), "image/png");
    expect(asset(events, "picture")).toBe(await store(image));
    expect(asset(events, "large")).toBe(await store(large));
  });

  test("shows every step, with pictures that are there to be fetched", async () => {
    const events = await run(await load("text-to-image.json", model));
    const steps = events.flatMap((e) => (e.event === "node-progress" && e.node === "decode" ? [e] : []));
    const ratios = steps.map(({ step, of }) => step / of);
    expect(ratios).toEqual([...ratios].sort((a, b) => a - b));
    expect([...new Set(ratios)]).toEqual(Array.from({ length: 20 }, (_, i) => (i + 1) / 20));
    const previews = steps.flatMap(({ preview }) => (preview ? [preview] : []));
    expect(previews.length).toBeGreaterThan(0);
    for (const { item, asset: id } of previews) {
      expect(item).toBe(0);
      expect((await host.images.decode((await host.assets.get(id))!.bytes)).shape[0]).toBe(3);
    }
  });

  test("another guidance of the decoder computes the decoder and what follows, nothing else", async () => {
    const graph = await load("text-to-image.json", model);
    const cache = new RunCache();
    await run(graph, cache);
    const decode = { ...graph.nodes.decode!, params: { ...graph.nodes.decode!.params, guidance: 5 } };
    const again = await run({ ...graph, nodes: { ...graph.nodes, decode } }, cache);
    const computed = again.flatMap((e) => (e.event === "node-finished" && !e.cached ? [e.node] : []));
    expect(computed.sort()).toEqual(["decode", "large", "picture", "upsample"]);
  });

  test("a run that is cancelled at a step of the decoder ends as cancelled", async () => {
    const graph = await load("text-to-image.json", model);
    const controller = new AbortController();
    const pack = await host.packs.open(model);
    let last: RunEvent | undefined;
    const planned = plan(graph, vocabulary, { fingerprint: pack.digest });
    const options = { types: nodeTypes, host, cache: new RunCache(), signal: controller.signal };
    for await (const event of execute(planned, options)) {
      if (event.event === "node-progress" && event.node === "decode" && event.step === 3) controller.abort();
      last = event;
    }
    expect(last).toMatchObject({ event: "run-finished", status: "cancelled" });
  });
});

test("more frames of an interpolation compute only the new ones", async () => {
  const graph = await load("interpolation.json", "tiny-latent");
  const cache = new RunCache();
  await run(graph, cache);
  const theta = { ...graph.nodes.theta!, params: { from: 0, to: 1, count: 17 } };
  const events = await run({ ...graph, nodes: { ...graph.nodes, theta } }, cache);
  const started = events.find((e) => e.event === "node-started" && e.node === "decode");
  expect(started).toMatchObject({ items: 8, cached: 9 });
});

test.each(packs)("the ends of an interpolation are its two pictures again, on %s", async (model) => {
  const graph = await load("interpolation.json", model);
  const exact = { ...graph.nodes.invert!, params: { steps: 30, refinements: 8 } };
  const events = await run({ ...graph, nodes: { ...graph.nodes, invert: exact } });
  const pictures = async (node: string) =>
    Promise.all(
      finished(events, node).outputs.image!.items.map(async (item) =>
        host.images.decode((await host.assets.get(item.asset!.id))!.bytes),
      ),
    );
  const [sources, frames] = [await pictures("source"), await pictures("decode")];
  const apart = (a: Tensor, b: Tensor) => Math.max(...a.data.map((x, i) => Math.abs(x - b.data[i]!)));
  expect(apart(frames[0]!, sources[0]!)).toBeLessThan(0.05);
  expect(apart(frames.at(-1)!, sources[1]!)).toBeLessThan(0.05);
  expect(apart(frames[4]!, sources[0]!)).toBeGreaterThan(0.05);
});

test("a text embedding may stand in for an image embedding, and the check says so", async () => {
  const graph = await load("text-to-image.json", "tiny-latent");
  const decode = { ...graph.nodes.decode!, inputs: { embedding: "encode.embedding" } };
  const figure8 = { ...graph, nodes: { ...graph.nodes, decode } };
  expect(check(figure8, vocabulary)).toMatchObject([
    { code: "substitution", severity: "remark", node: "decode", port: "embedding" },
  ]);
  expect((await run(figure8)).at(-1)).toMatchObject({ status: "done" });
});

test("a run tells of words that the model has not learned, now and from the cache, and of no others", async () => {
  const graph = await load("text-to-image.json", "tiny-latent");
  const said = async (text: string, cache: RunCache) => {
    const caption = { ...graph.nodes.caption!, params: { text } };
    return finished(await run({ ...graph, nodes: { ...graph.nodes, caption } }, cache), "encode").remarks;
  };
  const cache = new RunCache();
  expect(await said("a red cat", cache)).toBeUndefined();
  const told = await said("a zorblax", cache);
  expect(told).toEqual([
    expect.stringMatching(/^"zorblax" is a word that the model has not learned\. It takes/),
  ]);
  expect(await said("a zorblax", cache)).toEqual(told);
});

test("bytes that are no picture fail the image node with a code, and nothing else", async () => {
  const id = await host.assets.put(
    new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "application/octet-stream",
  );
  const graph: Graph = {
    unclip: 1,
    title: "bad picture",
    model: "tiny-latent",
    nodes: {
      photo: { type: "image", params: { asset: id } },
      encode: { type: "clip-image-encode", inputs: { image: "photo.image" } },
      show: { type: "preview", inputs: { value: "encode.embedding" } },
      caption: { type: "text", params: { text: "fine" } },
      words: { type: "preview", inputs: { value: "caption.text" } },
    },
  };
  const events = await run(graph);
  expect(events).toContainEqual(
    expect.objectContaining({
      event: "node-failed",
      node: "photo",
      error: expect.objectContaining({ code: "image_format" }),
    }),
  );
  expect(finished(events, "words").outputs.value!.items[0]!.text).toBe("fine");
});
