/** A complete pack of embeddings four wide and pictures of two pixels a side, on the networks of small-models.ts. */
import { createMemoryHost, type MemoryPack } from "@unclip/host/memory";
import { length, letters, smallModels, special } from "./small-models.ts";

/** The pack's id, and the name of its joint space. */
export const small = "small";

const tokens = [...special, ...letters];
const tokenizer = {
  version: "1.0",
  added_tokens: special.map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
  normalizer: { type: "Lowercase" },
  pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
  post_processor: {
    type: "TemplateProcessing",
    single: [
      { SpecialToken: { id: "<start>", type_id: 0 } },
      { Sequence: { id: "A", type_id: 0 } },
      { SpecialToken: { id: "<end>", type_id: 0 } },
    ],
    pair: [],
    special_tokens: {
      "<start>": { id: "<start>", ids: [1], tokens: ["<start>"] },
      "<end>": { id: "<end>", ids: [2], tokens: ["<end>"] },
    },
  },
  decoder: { type: "ByteLevel" },
  model: { type: "BPE", vocab: Object.fromEntries(tokens.map((token, id) => [token, id])), merges: [] },
};

/** Tensors of `stats.bin`: numbers and shape. */
const stats: Readonly<Record<string, readonly [values: readonly number[], shape: readonly number[]]>> = {
  mean: [[0, 0, 0, 1], [4]],
  basis: [
    [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
    [3, 4],
  ],
  variances: [[4, 2, 1], [3]],
  edges: [
    [0.5, 0.5, 0.5],
    [3, 1],
  ],
  levels: [
    [0, 1, 0, 1, 0, 1],
    [3, 2],
  ],
  gap: [[0, 0, 0, 1], [4]],
  concepts: [
    [1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1],
    [3, 4],
  ],
};

const statBytes = new Uint8Array(
  Float32Array.from(Object.values(stats).flatMap(([values]) => values)).buffer,
);
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const files: Readonly<Record<string, Uint8Array>> = {
  "LICENSE.txt": new TextEncoder().encode("Of nobody.\n"),
  "tokenizer.json": bytes(tokenizer),
  "concepts.json": bytes(["red", "green", "blue"]),
  "stats.bin": statBytes,
  ...Object.fromEntries(Object.keys(smallModels).map((file) => [file, bytes(file)])),
};

function tensorTable() {
  let offset = 0;
  return Object.fromEntries(
    Object.entries(stats).map(([name, [values, shape]]) => {
      const entry = { dtype: "f32", shape, offset };
      offset += 4 * values.length;
      return [name, entry];
    }),
  );
}

const diffusion = {
  schedule: "cosine",
  prediction: "sample",
  variance: "fixed-small",
  clip: { kind: "range", value: 1 },
  spacing: "linspace",
  sampler: "ddim",
  steps: 4,
};
const [prediction, ids] = [{ prediction: "prediction" }, { ids: "ids" }];
const text = { tokens: "tokens", mask: "mask" };
const roles = {
  "text-encoder": { file: "text.onnx", in: ids, out: { embedding: "embedding", tokens: "tokens" } },
  "image-encoder": { file: "image.onnx", in: { pixels: "pixels" }, out: { embedding: "embedding" } },
  "evaluation-text-encoder": { file: "judge-text.onnx", in: ids, out: { embedding: "embedding" } },
  "evaluation-image-encoder": {
    file: "judge-image.onnx",
    in: { pixels: "pixels" },
    out: { embedding: "embedding" },
  },
  prior: {
    ...diffusion,
    file: "prior.onnx",
    clip: { kind: "none" },
    guidance: 1,
    candidates: 2,
    scale: 1,
    in: { x: "x", t: "t", embedding: "embedding", ...text },
    out: prediction,
  },
  "autoregressive-prior": {
    file: "codes.onnx",
    guidance: 1,
    dots: 4,
    in: { embedding: "embedding", ...text, dot: "dot" },
    out: { logits: "logits", keys: "keys", values: "values" },
  },
  "autoregressive-prior.step": {
    file: "next-code.onnx",
    in: { code: "code", index: "index", mask: "mask", keys: "keys", values: "values" },
    out: { logits: "logits", keys: "keys", values: "values" },
  },
  decoder: {
    ...diffusion,
    file: "decoder.onnx",
    diffuses: "pixels",
    shape: [3, 2, 2],
    guidance: 1,
    inversionSteps: 6,
    in: { x: "x", t: "t", embedding: "embedding" },
    out: prediction,
  },
  "upsampler.0": {
    ...diffusion,
    file: "upsampler.onnx",
    from: 2,
    to: 4,
    in: { x: "x", t: "t" },
    out: prediction,
  },
};

/** A host with only this pack. */
export async function smallHost() {
  return createMemoryHost({ packs: { [small]: await smallPack() }, models: { [small]: smallModels } });
}

async function smallPack(): Promise<MemoryPack> {
  const listed = await Promise.all(
    Object.entries(files).map(async ([name, content]) => [
      name,
      {
        sha256: await sha256(content),
        bytes: content.length,
        ...(name === "stats.bin" ? { tensors: tensorTable() } : {}),
      },
    ]),
  );
  const manifest = {
    format: "unclip-pack/1",
    id: small,
    title: "Small",
    about: "",
    license: { spdx: "CC0-1.0", text: "LICENSE.txt" },
    provenance: {},
    files: Object.fromEntries(listed),
    embedding: { joint: small, width: 4, unitNorm: false, meanGap: "stats.bin#gap" },
    evaluation: { joint: "judge", width: 2, unitNorm: false },
    encoding: { length, width: 1 },
    tokenizer: { file: "tokenizer.json", length, pad: 0 },
    imagePreprocess: { size: 4, fit: "squash", mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
    schedules: { cosine: { kind: "cosine", steps: 1000, precision: "f64" } },
    roles,
    pca: {
      mean: "stats.bin#mean",
      basis: "stats.bin#basis",
      eigenvalues: "stats.bin#variances",
      count: 3,
    },
    quantizer: {
      mean: "stats.bin#mean",
      basis: "stats.bin#basis",
      edges: "stats.bin#edges",
      values: "stats.bin#levels",
      count: 3,
      buckets: 2,
    },
    concepts: { labels: "concepts.json", embeddings: "stats.bin#concepts" },
  };
  return { manifest, files };
}

async function sha256(content: Uint8Array): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", content as BufferSource));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
