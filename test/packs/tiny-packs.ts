/**
 * Two tiny packs with random weights. `tiny-pixel` has the form of the paper and of Karlo: its decoder diffuses
 * pixels, predicts ε and learns its variance. `tiny-latent` has the form of the default pack: its decoder diffuses
 * an autoencoder's latents and predicts v.
 */
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generator, normalize, scale, stack, type Tensor, unstack } from "@unclip/tensor";
import { type TensorFile, tensorFile } from "./tensor-file.ts";
import { type TinyCodes, tinyAutoregressivePrior } from "./tiny-autoregressive-prior.ts";
import {
  orthogonal,
  type TinySizes,
  tinyAutoencoder,
  tinyDecoder,
  tinyImageEncoder,
  tinyPrior,
  tinyTextEncoder,
  tinyUpsampler,
} from "./tiny-models.ts";
import { special, tinyTokenizer, vocabularySize } from "./tiny-tokenizer.ts";

/** A pack as values: its files, and the manifest that names them. */
interface TinyPack {
  readonly manifest: {
    readonly id: string;
    readonly roles: Record<string, Record<string, unknown>>;
    [key: string]: unknown;
  };
  readonly files: Readonly<Record<string, Uint8Array>>;
}

const length = 12;
const common = { width: 16, length, tokenWidth: 8, vocabulary: vocabularySize };
const json = (value: unknown) => new TextEncoder().encode(`${JSON.stringify(value, null, 1)}\n`);
const license = new TextEncoder().encode("Random numbers, in the public domain (CC0-1.0).\n");
const priorPorts = {
  in: {
    x: "hidden_states",
    t: "timestep",
    embedding: "proj_embedding",
    tokens: "encoder_hidden_states",
    mask: "attention_mask",
  },
  out: { prediction: "predicted_image_embedding" },
};
const decoderPorts = {
  in: {
    x: "sample",
    t: "timestep",
    embedding: "image_embeds",
    tokens: "encoder_hidden_states",
    mask: "attention_mask",
  },
  out: { prediction: "out_sample" },
};
const upsamplerPorts = { in: { x: "sample", t: "timestep" }, out: { prediction: "out_sample" } };
const encoderRoles = {
  "text-encoder": {
    file: "text-encoder.onnx",
    in: { ids: "input_ids", mask: "attention_mask" },
    out: { embedding: "text_embeds", tokens: "last_hidden_state" },
  },
  "image-encoder": {
    file: "image-encoder.onnx",
    in: { pixels: "pixel_values" },
    out: { embedding: "image_embeds" },
  },
};

const evaluationRoles = {
  "evaluation-text-encoder": {
    file: "evaluation-text-encoder.onnx",
    in: { ids: "input_ids", mask: "attention_mask" },
    out: { embedding: "text_embeds" },
  },
  "evaluation-image-encoder": {
    file: "evaluation-image-encoder.onnx",
    in: { pixels: "pixel_values" },
    out: { embedding: "image_embeds" },
  },
};

const codes: TinyCodes = { count: 4, buckets: 8, dots: 6 };
const autoregressiveRoles = {
  "autoregressive-prior": {
    file: "autoregressive-prior-prefix.onnx",
    guidance: 2,
    dots: codes.dots,
    batch: 4,
    in: {
      embedding: "proj_embedding",
      tokens: "encoder_hidden_states",
      mask: "attention_mask",
      dot: "dot",
    },
    out: { logits: "logits", keys: "keys", values: "values" },
  },
  "autoregressive-prior.step": {
    file: "autoregressive-prior-step.onnx",
    in: { code: "code", index: "index", mask: "attention_mask", keys: "past_keys", values: "past_values" },
    out: { logits: "logits", keys: "keys", values: "values" },
  },
};

/** Four of the rows of an orthogonal matrix, and eight equal buckets of [−1, 1] along each. */
function quantizerTensors(seed: number): Record<string, Tensor> {
  const { count, buckets } = codes;
  const along = (n: number, at: (i: number) => number) => ({
    data: Float32Array.from({ length: count * n }, (_, i) => at(i % n)),
    shape: [count, n],
  });
  return {
    "ar-mean": scale(generator(seed).normal([common.width]), 0.05),
    "ar-basis": {
      data: orthogonal(seed, common.width).data.slice(0, count * common.width),
      shape: [count, common.width],
    },
    "ar-edges": along(buckets - 1, (i) => -1 + (2 * (i + 1)) / buckets),
    "ar-values": along(buckets, (i) => -1 + (2 * i + 1) / buckets),
  };
}
const quantizer = {
  mean: "stats.bin#ar-mean",
  basis: "stats.bin#ar-basis",
  edges: "stats.bin#ar-edges",
  values: "stats.bin#ar-values",
  count: codes.count,
  buckets: codes.buckets,
};

const conceptLabels = [
  "red heart",
  "green heart",
  "red apple",
  "green apple",
  "lemon",
  "banana",
  "cat",
  "dog",
  "lion",
  "tiger",
  "bus",
  "taxi",
  "ambulance",
  "train",
  "sun",
  "house",
  // What graphs/measure.json compares with.
  ...["orange book", "fountain", "cat face", "shooting star", "bat", "palm tree", "purse", "zebra"],
  ...["aerial tramway", "hot pepper", "glowing star", "wheel", "church", "mammoth", "battery"],
];
const conceptTensors = (seed: number): Record<string, Tensor> => ({
  concepts: stack(unstack(generator(seed).normal([conceptLabels.length, common.width])).map(normalize)),
});
const concepts = { labels: "concepts.json", embeddings: "stats.bin#concepts" };
const gapTensors = (seed: number) => ({ gap: scale(generator(seed).normal([common.width]), 0.1) });

/** The first four rows of an orthogonal matrix, with falling variances. */
const pcaTensors = (seed: number): Record<string, Tensor> => ({
  "pca-mean": scale(generator(seed + 1).normal([common.width]), 0.05),
  "pca-basis": {
    data: orthogonal(seed, common.width).data.slice(0, 4 * common.width),
    shape: [4, common.width],
  },
  "pca-eigenvalues": { data: Float32Array.of(0.5, 0.25, 0.125, 0.0625), shape: [4] },
});
const pca = {
  mean: "stats.bin#pca-mean",
  basis: "stats.bin#pca-basis",
  eigenvalues: "stats.bin#pca-eigenvalues",
  count: 4,
};

/** The paper's and Karlo's form: 8×8 pixels, then 16×16, then 32×32. */
function tinyPixelPack(): TinyPack {
  const sizes: TinySizes = { ...common, side: 8, unitNorm: false };
  const noise = generator(30);
  const stats = tensorFile({
    mean: scale(noise.normal([16]), 0.2),
    std: { data: Float32Array.from({ length: 16 }, (_, i) => 0.6 + 0.05 * i), shape: [16] },
    none: scale(noise.normal([16]), 0.5),
    ...pcaTensors(35),
    ...quantizerTensors(31),
    ...conceptTensors(32),
    ...gapTensors(39),
  });
  const diffusing = { variance: "fixed-small", clip: { kind: "range", value: 1 }, spacing: "linspace" };
  return pack(
    sizes,
    stats,
    {
      id: "tiny-pixel",
      title: "Tiny random pack, pixels",
      schedules: {
        cosine: { kind: "cosine", steps: 1000, precision: "f32" },
        linear: { kind: "linear", steps: 1000, start: 0.0001, end: 0.02, precision: "f64" },
      },
      roles: {
        ...encoderRoles,
        ...autoregressiveRoles,
        prior: {
          file: "prior.onnx",
          schedule: "cosine",
          prediction: "sample",
          ...diffusing,
          clip: { kind: "range", value: 5 },
          sampler: "ddpm",
          steps: 5,
          batch: 4,
          guidance: 4,
          candidates: 1,
          scale: 1,
          mean: "stats.bin#mean",
          std: "stats.bin#std",
          ...priorPorts,
        },
        decoder: {
          file: "decoder.onnx",
          schedule: "cosine",
          prediction: "epsilon",
          ...diffusing,
          variance: "learned-range",
          sampler: "ddpm",
          steps: 5,
          batch: 4,
          diffuses: "pixels",
          shape: [3, 8, 8],
          guidance: 3,
          nullEmbedding: "stats.bin#none",
          ...decoderPorts,
        },
        "upsampler.0": {
          file: "upsampler-0.onnx",
          schedule: "cosine",
          prediction: "epsilon",
          ...diffusing,
          sampler: "ddpm",
          steps: 3,
          batch: 2,
          from: 8,
          to: 16,
          ...upsamplerPorts,
        },
        "upsampler.1": {
          file: "upsampler-1.onnx",
          schedule: "linear",
          prediction: "epsilon",
          ...diffusing,
          sampler: "ddim",
          steps: 2,
          batch: 1,
          from: 16,
          to: 32,
          ...upsamplerPorts,
        },
      },
    },
    {
      "prior.onnx": tinyPrior(13, sizes),
      "decoder.onnx": tinyDecoder(14, sizes, 3, 8, 6),
      "upsampler-0.onnx": tinyUpsampler(15, 16),
      "upsampler-1.onnx": tinyUpsampler(16, 32),
    },
  );
}

/** The default pack's form: 12×8×8 latents of 16×16 pictures, then 32×32 and 64×64; a second CLIP judges. */
function tinyLatentPack(): TinyPack {
  const sizes: TinySizes = { ...common, side: 16, unitNorm: true };
  const autoencoder = tinyAutoencoder(25, 16);
  const stats = tensorFile({
    ...pcaTensors(26),
    ...quantizerTensors(33),
    ...conceptTensors(34),
    ...gapTensors(40),
  });
  const diffusing = { schedule: "cosine", variance: "fixed-small", spacing: "linspace" };
  return pack(
    sizes,
    stats,
    {
      id: "tiny-latent",
      title: "Tiny random pack, latents",
      schedules: { cosine: { kind: "cosine", steps: 1000, precision: "f64" } },
      roles: {
        ...encoderRoles,
        ...autoregressiveRoles,
        prior: {
          file: "prior.onnx",
          prediction: "sample",
          ...diffusing,
          clip: { kind: "none" },
          sampler: "ddpm",
          steps: 5,
          batch: 8,
          guidance: 2,
          candidates: 2,
          scale: 4,
          ...priorPorts,
        },
        decoder: {
          file: "decoder.onnx",
          prediction: "v",
          ...diffusing,
          clip: { kind: "none" },
          sampler: "ddim",
          steps: 5,
          batch: 8,
          diffuses: "latent",
          shape: [12, 8, 8],
          guidance: 2,
          ...decoderPorts,
        },
        "autoencoder.encode": {
          file: "autoencoder-encode.onnx",
          in: { x: "sample" },
          out: { latent: "latent" },
          scale: 0.8,
        },
        "autoencoder.decode": {
          file: "autoencoder-decode.onnx",
          in: { latent: "latent" },
          out: { x: "sample" },
          scale: 0.8,
        },
        "upsampler.0": {
          file: "upsampler-0.onnx",
          prediction: "v",
          ...diffusing,
          clip: { kind: "range", value: 1 },
          sampler: "ddim",
          steps: 3,
          batch: 4,
          from: 16,
          to: 32,
          ...upsamplerPorts,
        },
        "upsampler.1": {
          file: "upsampler-1.onnx",
          prediction: "sample",
          ...diffusing,
          clip: { kind: "range", value: 1 },
          sampler: "ddim",
          steps: 2,
          batch: 1,
          from: 32,
          to: 64,
          ...upsamplerPorts,
        },
        ...evaluationRoles,
      },
      evaluation: { joint: "tiny-judge", width: 8, unitNorm: true },
    },
    {
      "prior.onnx": tinyPrior(23, sizes),
      "decoder.onnx": tinyDecoder(24, sizes, 12, 8, 12),
      "autoencoder-encode.onnx": autoencoder.encode,
      "autoencoder-decode.onnx": autoencoder.decode,
      "upsampler-0.onnx": tinyUpsampler(28, 32),
      "upsampler-1.onnx": tinyUpsampler(36, 64),
      "evaluation-text-encoder.onnx": tinyTextEncoder(37, { ...sizes, width: 8 }),
      "evaluation-image-encoder.onnx": tinyImageEncoder(38, { ...sizes, width: 8 }),
    },
  );
}

function pack(
  sizes: TinySizes,
  stats: TensorFile,
  own: { id: string; title: string; roles: TinyPack["manifest"]["roles"]; [key: string]: unknown },
  models: Readonly<Record<string, Uint8Array>>,
): TinyPack {
  const autoregressive = tinyAutoregressivePrior(35, sizes, codes);
  const files: Record<string, Uint8Array> = {
    LICENSE: license,
    "tokenizer.json": json(tinyTokenizer),
    "stats.bin": stats.bytes,
    "text-encoder.onnx": tinyTextEncoder(11, sizes),
    "image-encoder.onnx": tinyImageEncoder(12, sizes),
    "autoregressive-prior-prefix.onnx": autoregressive.prefix,
    "autoregressive-prior-step.onnx": autoregressive.step,
    "concepts.json": json(conceptLabels.map((label) => ({ label, group: "things" }))),
    ...models,
  };
  const manifest: TinyPack["manifest"] = {
    format: "unclip-pack/1",
    about: "Random weights for tests; its pictures mean nothing.",
    license: { spdx: "CC0-1.0", text: "LICENSE" },
    provenance: { weights: "drawn from seeded noise" },
    files: Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [
        name,
        {
          sha256: createHash("sha256").update(bytes).digest("hex"),
          bytes: bytes.length,
          ...(name === "stats.bin" ? { tensors: stats.tensors } : {}),
        },
      ]),
    ),
    embedding: {
      joint: own.id,
      width: sizes.width,
      unitNorm: sizes.unitNorm,
      meanGap: "stats.bin#gap",
    },
    encoding: { length, width: sizes.tokenWidth },
    tokenizer: { file: "tokenizer.json", length, pad: special.pad },
    imagePreprocess: {
      size: sizes.side,
      fit: sizes.unitNorm ? "pad-white" : "crop",
      mean: [0.48145466, 0.4578275, 0.40821073],
      std: [0.26862954, 0.26130258, 0.27577711],
    },
    pca,
    quantizer,
    concepts,
    ...own,
  };
  return { manifest, files };
}

/** Writes a pack into `folder`/id. */
async function writePack(folder: string, { manifest, files }: TinyPack): Promise<void> {
  const home = join(folder, manifest.id);
  await mkdir(home, { recursive: true });
  await writeFile(join(home, "model.json"), json(manifest));
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(home, name), bytes);
}

/** Writes both packs into `folder`, as `tiny-pixel/` and `tiny-latent/`. */
export async function writeTinyPacks(folder: string): Promise<void> {
  await writePack(folder, tinyPixelPack());
  await writePack(folder, tinyLatentPack());
}
