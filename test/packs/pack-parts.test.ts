/** Node types that use a pack's concepts, quantizer and autoregressive prior, on both tiny packs. */
import { check, describe as describeTypes, type NodeContext } from "@unclip/engine";
import type { Graph } from "@unclip/graph";
import type { Host } from "@unclip/host";
import { type Embedding, type Encoding, kinds, nodeTypes, type Table } from "@unclip/nodes";
import { cosine, dot, norm, scale, type Tensor } from "@unclip/tensor";
import { beforeAll, describe, expect, test } from "vitest";
import { tinyHost } from "./tiny-host.ts";

const vocabulary = describeTypes(nodeTypes, kinds);
let host: Host;
beforeAll(async () => {
  host = await tinyHost();
});

type Basis = Readonly<Record<string, unknown>>;

interface Codes {
  readonly values: readonly number[];
}

/** Runs an `each` node on items, with the defaults of its params under what is given. */
async function run<Output>(
  model: string,
  type: string,
  ...items: readonly Record<string, unknown>[]
): Promise<Output[]> {
  const node = nodeTypes.get(type)!;
  if (node.over !== "each") throw new Error(`${type} is not computed item by item`);
  const params = Object.entries(node.params as Record<string, { default: unknown }>);
  const own = Object.fromEntries(params.map(([name, param]) => [name, param.default]));
  const signal = new AbortController().signal;
  const context: NodeContext<Host> = {
    host,
    model,
    signal,
    asked: new Set(),
    previews: true,
    progress: () => undefined,
    remark: () => undefined,
  };
  const given = items.map((item) => ({ ...own, ...item }));
  return (await node.execute(given as never, context)) as Output[];
}

async function encode(model: string, caption: string): Promise<{ text: Encoding; embedding: Embedding }> {
  const [encoded] = await run<{ text: Encoding; embedding: Embedding }>(model, "clip-text-encode", {
    text: caption,
  });
  return encoded!;
}

async function concept(model: string, label: string): Promise<Embedding> {
  const [made] = await run<{ embedding: Embedding }>(model, "concept", { label });
  return made!.embedding;
}

const differ = (a: Tensor, b: Tensor) => a.data.some((x, i) => Math.abs(x - b.data[i]!) > 1e-4);

describe.each(["tiny-latent", "tiny-pixel"])("on %s", (model) => {
  test("the concept nearest to a concept is itself, whatever its length", async () => {
    const embedding = await concept(model, "Green Apple");
    expect(embedding.space).toEqual({ joint: model, modality: "image", width: 16 });
    const long = { ...embedding, vector: scale(embedding.vector, 3) };
    const [found] = await run<{ table: Table; label: string }>(model, "nearest", {
      embedding: long,
      count: 3,
    });
    expect(found!.label).toBe("green apple");
    expect(found!.table.rows).toHaveLength(3);
    expect(found!.table.rows[0]!.values[0]).toBeCloseTo(1, 5);
    const cosines = found!.table.rows.map(({ values }) => values[0]!);
    expect(cosines).toEqual([...cosines].sort((a, b) => b - a));
  });

  test("a concept that is missing is answered with names like it", async () => {
    await expect(concept(model, "green aple")).rejects.toMatchObject({
      code: "concept_missing",
      message: expect.stringContaining('"green apple"'),
    });
  });

  test("an embedding of another space has no nearest concept here", async () => {
    const embedding = {
      ...(await concept(model, "sun")),
      space: { joint: "other", modality: "image", width: 16 },
    };
    await expect(run(model, "nearest", { embedding })).rejects.toMatchObject({ code: "space_mismatch" });
  });

  test("classify gives the shares of labels that their captions' cosines say", async () => {
    const embedding = await concept(model, "dog");
    const labels = ["a red heart", "a cat", "a dog"];
    const [made] = await run<{ table: Table; label: string }>(model, "classify", {
      embedding,
      labels,
      scale: 10,
    });
    const cosines = await Promise.all(
      labels.map(async (label) => cosine((await encode(model, label)).embedding.vector, embedding.vector)),
    );
    const raised = cosines.map((c) => Math.exp(10 * c));
    const sum = raised.reduce((a, b) => a + b, 0);
    for (const [i, { label, values }] of made!.table.rows.entries()) {
      expect(label).toBe(labels[i]);
      expect(values[0]).toBeCloseTo(raised[i]! / sum, 5);
      expect(values[1]).toBeCloseTo(cosines[i]!, 5);
    }
    expect(made!.label).toBe(labels[cosines.indexOf(Math.max(...cosines))]);
  });

  test("classify puts labels into the template, and refuses one label or one twice", async () => {
    const embedding = await concept(model, "dog");
    const [plain, within] = await run<{ table: Table }>(
      model,
      "classify",
      { embedding, labels: ["a cat", "a dog"] },
      { embedding, labels: ["cat", "dog"], template: "a {}" },
    );
    expect(within!.table.rows.map(({ values }) => values)).toEqual(
      plain!.table.rows.map(({ values }) => values),
    );
    for (const labels of [["one"], ["one", "one"]])
      await expect(run(model, "classify", { embedding, labels })).rejects.toMatchObject({
        code: "labels_invalid",
      });
  });

  test("the autoregressive prior's codes are those of its embedding, and its dot product is theirs", async () => {
    const { text } = await encode(model, "a red heart");
    const [made] = await run<{ embedding: Embedding; codes: Codes; dot: number }>(
      model,
      "autoregressive-prior",
      {
        text,
        seed: 4,
      },
    );
    const { embedding, codes, dot: product } = made!;
    expect(codes.values).toHaveLength(4);
    expect(embedding.space).toEqual({ joint: model, modality: "image", width: 16 });
    expect(product).toBeCloseTo(dot(text.embedding, embedding.vector), 6);
    if (model === "tiny-latent") expect(norm(embedding.vector)).toBeCloseTo(1, 5);
    const [back] = await run<{ embedding: Embedding }>(model, "dequantize", { codes });
    expect(cosine(back!.embedding.vector, embedding.vector)).toBeCloseTo(1, 5);
    const [again] = await run<{ codes: Codes }>(model, "quantize", { embedding: back!.embedding });
    expect(again!.codes.values).toEqual(codes.values);
  });

  test("seed, caption and guidance each change the codes; the batch an item is in does not", async () => {
    const [heart, cat] = [(await encode(model, "a red heart")).text, (await encode(model, "a cat")).text];
    const items = [
      { text: heart, seed: 1 },
      { text: heart, seed: 2 },
      { text: cat, seed: 1 },
      { text: heart, seed: 1, guidance: 8 },
      { text: heart, seed: 1, guidance: 1 },
      { text: heart, seed: 1, temperature: 0, topP: 0 },
    ];
    const together = await run<{ codes: Codes }>(model, "autoregressive-prior", ...items);
    for (const [i, item] of items.entries()) {
      const [alone] = await run<{ codes: Codes }>(model, "autoregressive-prior", item);
      expect(together[i]!.codes.values, `item ${i}`).toEqual(alone!.codes.values);
    }
    const distinct = new Set(together.map(({ codes }) => codes.values.join()));
    expect(distinct.size).toBeGreaterThan(3);
  });

  test("quantize keeps as many coordinates as it is told, and refuses more than there are", async () => {
    const embedding = await concept(model, "house");
    const [all, two] = await run<{ codes: Codes }>(model, "quantize", { embedding }, { embedding, dims: 2 });
    expect(two!.codes.values).toEqual(all!.codes.values.slice(0, 2));
    const [rough] = await run<{ embedding: Embedding }>(model, "dequantize", { codes: two!.codes });
    const [fine] = await run<{ embedding: Embedding }>(model, "dequantize", { codes: all!.codes });
    expect(differ(rough!.embedding.vector, fine!.embedding.vector)).toBe(true);
    await expect(run(model, "quantize", { embedding, dims: 5 })).rejects.toMatchObject({
      code: "dims_range",
    });
  });
});

test("the pack's basis: coordinates along it, and what is left of an embedding in the first of them", async () => {
  const embedding = await concept("tiny-latent", "house");
  const [own] = await run<{ basis: Basis; energy: number[] }>("tiny-latent", "pca-basis", {});
  expect(own!.energy.map((share) => share.toFixed(3))).toEqual(["0.533", "0.800", "0.933", "1.000"]);
  const [given, without, two] = await run<{ coordinates: number[] }>(
    "tiny-latent",
    "pca-project",
    { embedding, basis: own!.basis },
    { embedding },
    { embedding, dims: 2 },
  );
  expect(given!.coordinates).toHaveLength(4);
  expect(without).toEqual(given);
  expect(two!.coordinates).toEqual(given!.coordinates.slice(0, 2));
  await expect(run("tiny-latent", "pca-project", { embedding, dims: 5 })).rejects.toMatchObject({
    code: "dims_range",
  });
});

test("a basis that was fitted says in what embeddings are quantized", async () => {
  const labels = ["house", "sun", "dog", "cat", "bus", "train"];
  const embeddings = await Promise.all(labels.map((label) => concept("tiny-pixel", label)));
  const context = { host, model: "tiny-pixel" } as NodeContext<Host>;
  const fit = nodeTypes.get("pca-fit")!;
  const { basis } = (await fit.execute(
    { embedding: { items: embeddings }, dims: "all" } as never,
    context,
  )) as {
    basis: { items: Basis[] };
  };
  const items = embeddings.map((embedding) => ({ embedding, basis: basis.items[0] }));
  const made = await run<{ codes: Codes }>("tiny-pixel", "quantize", ...items);
  const back = await run<{ embedding: Embedding }>(
    "tiny-pixel",
    "dequantize",
    ...made.map(({ codes }) => ({ codes })),
  );
  // Six points have five directions between them: nothing is lost but what 1,024 buckets do not tell apart.
  for (const [i, { codes }] of made.entries()) {
    expect(codes.values).toHaveLength(5);
    expect(cosine(back[i]!.embedding.vector, embeddings[i]!.vector)).toBeGreaterThan(0.9999);
  }
});

test("buckets of one's own need the pack's principal components", async () => {
  const embedding = await concept("tiny-latent", "house");
  const [made] = await run<{ codes: Codes }>("tiny-latent", "quantize", { embedding, buckets: 1024 });
  expect(made!.codes.values).toHaveLength(4);
  expect(made!.codes.values.every((code) => code >= 0 && code < 1024)).toBe(true);
});

describe("the CLIP that judges", () => {
  test("gives embeddings of its own space, which the model's nodes refuse", async () => {
    const [read] = await run<{ embedding: Embedding }>("tiny-latent", "evaluation-text-encode", {
      text: "a cat",
    });
    const image = { data: new Float32Array(3 * 20 * 20).fill(0.5), shape: [3, 20, 20] };
    const [seen] = await run<{ embedding: Embedding }>("tiny-latent", "evaluation-image-encode", { image });
    expect(read!.embedding.space).toEqual({ joint: "tiny-judge", modality: "text", width: 8 });
    expect(seen!.embedding.space).toEqual({ joint: "tiny-judge", modality: "image", width: 8 });
    expect(seen!.embedding.vector.shape).toEqual([8]);
    expect(norm(read!.embedding.vector)).toBeCloseTo(1, 5);
    await expect(run("tiny-latent", "decode", { embedding: seen!.embedding })).rejects.toMatchObject({
      code: "space_mismatch",
    });
  });

  test("is missing from a pack that has none, which says so", async () => {
    await expect(run("tiny-pixel", "evaluation-text-encode", { text: "a cat" })).rejects.toMatchObject({
      code: "model_role_missing",
      message: expect.stringContaining("evaluation-text-encoder"),
    });
  });
});

describe("embedding-file", () => {
  const load = async (json: unknown, space = "") => {
    const id = await host.assets.put(new TextEncoder().encode(JSON.stringify(json)), "application/json");
    const node = nodeTypes.get("embedding-file")!;
    const context = { host, model: "tiny-latent" } as NodeContext<Host>;
    return (await node.execute({ asset: id, space } as never, context)) as unknown as Record<
      "embedding" | "text",
      { items: Embedding[]; labels?: string[] }
    >;
  };
  const row = new Array<number>(16).fill(0.25);

  test("gives the file's embeddings with their labels, as image and as text embeddings", async () => {
    const { embedding, text } = await load({ embeddings: [row, row], labels: ["p", "q"] });
    expect(embedding.labels).toEqual(["p", "q"]);
    expect(embedding.items[1]!.space).toEqual({ joint: "tiny-latent", modality: "image", width: 16 });
    expect(text.items[0]!.space.modality).toBe("text");
    expect([...text.items[0]!.vector.data]).toEqual(row);
  });

  test("another width is of another space, which has to be named", async () => {
    await expect(load([1, 2])).rejects.toMatchObject({ code: "space_mismatch" });
    expect((await load([1, 2], "other")).embedding.items[0]!.space.joint).toBe("other");
  });

  test("a space that is not the model's is refused before anything runs", () => {
    const graph = (space: string): Graph => ({
      unclip: 1,
      title: "other space",
      model: "tiny-latent",
      nodes: {
        file: { type: "embedding-file", params: { asset: "0".repeat(64), space } },
        names: { type: "nearest", inputs: { embedding: "file.embedding" } },
        apart: { type: "diversity", inputs: { embedding: "file.embedding" } },
      },
    });
    const problems = (space: string) => check(graph(space), vocabulary, { spaceOf: (model) => model });
    expect(problems("")).toEqual([]);
    expect(problems("other")).toMatchObject([{ code: "space_mismatch", node: "names", port: "embedding" }]);
  });

  test("without a file it says what to do", async () => {
    const node = nodeTypes.get("embedding-file")!;
    const context = { host, model: "tiny-latent" } as NodeContext<Host>;
    await expect(node.execute({ asset: "", space: "" } as never, context)).rejects.toMatchObject({
      code: "asset_missing",
    });
  });
});
