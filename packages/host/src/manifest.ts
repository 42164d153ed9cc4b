/**
 * The manifest of a model pack, `model.json`: everything that a node needs to know of a model, so that no node code
 * has a model's numbers in it. ONNX and JSON only. Format `unclip-pack/1`.
 */
import { z } from "zod";

const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "a plain file or tensor name");
/** `file#tensor`: a tensor inside a binary file of the pack. */
const tensorRef = z.string().regex(/^[A-Za-z0-9._-]+#[A-Za-z0-9._-]+$/, 'a reference "file#tensor"');
const schedule = z.discriminatedUnion("kind", [
  /** ᾱ from cos² (Nichol & Dhariwal 2021), betas capped at 0.999. `precision` f32 reproduces PyTorch bit for bit. */
  z.strictObject({ kind: z.literal("cosine"), steps: z.int().min(1), precision: z.enum(["f32", "f64"]) }),
  z.strictObject({
    kind: z.enum(["linear", "scaled-linear"]),
    steps: z.int().min(1),
    start: z.number().positive(),
    end: z.number().positive().max(1),
    precision: z.enum(["f32", "f64"]),
  }),
]);
const spacing = z.union([
  /** `fast27`: GLIDE's 27 levels for the paper's first upsampler. */
  z.enum(["linspace", "leading", "trailing", "sections", "fast27"]),
  z.strictObject({ kind: z.literal("leading"), offset: z.int().min(0) }),
  /** Equal sections of the schedule, each with its own number of steps (guided-diffusion: "10,10,3,2,2"). */
  z.strictObject({ kind: z.literal("sections"), counts: z.array(z.int().min(1)).min(1) }),
  z.strictObject({ kind: z.literal("list"), timesteps: z.array(z.int().min(0)).min(1) }),
]);
const clip = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("range"), value: z.number().positive() }),
  z.strictObject({ kind: z.literal("dynamic"), ratio: z.number().min(0).max(1), max: z.number().min(1) }),
]);
/** What every diffusing role says of itself. */
const diffusion = {
  file: name,
  schedule: z.string(),
  prediction: z.enum(["epsilon", "sample", "v"]),
  /** `learned-range`: the network's second half of channels interpolates log-variances (Nichol & Dhariwal 2021, eq. 15). */
  variance: z.enum(["fixed-small", "learned-range", "drop"]),
  clip,
  spacing,
  sampler: z.enum(["ddpm", "ddim", "dpm-solver-2m"]).default("ddpm"),
  steps: z.int().min(1).max(1000),
  /** Items a model call may hold. */
  batch: z.int().min(1).default(8),
};
const upsampler = z.strictObject({
  ...diffusion,
  from: z.int().min(1),
  to: z.int().min(1),
  in: z.strictObject({ x: name, t: name }),
  out: z.strictObject({ prediction: name }),
});

export const manifestSchema = z.strictObject({
  format: z.literal("unclip-pack/1"),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "lower-case letters, digits and dashes"),
  title: z.string().min(1).max(200),
  about: z.string().max(4000),
  license: z.strictObject({ spdx: z.string(), text: name }),
  provenance: z.record(z.string().regex(/^[a-zA-Z]+$/), z.string()),
  files: z.record(
    name,
    z.strictObject({
      sha256: z.string().regex(/^[0-9a-f]{64}$/, "64 hex digits"),
      bytes: z.int().min(1),
      tensors: z
        .record(
          name,
          z.strictObject({
            dtype: z.enum(["f32", "f16"]),
            shape: z.array(z.int().min(1)).max(4),
            offset: z.int().min(0),
          }),
        )
        .optional(),
    }),
  ),
  /** The joint space of the pack's CLIP. Embeddings of another joint space are refused. */
  embedding: z.strictObject({
    joint: z.string().min(1),
    width: z.int().min(1),
    unitNorm: z.boolean(),
    /** How far image embeddings are from the text embeddings of their captions on average: mean of z_i − z_t, [d]. */
    meanGap: tensorRef.optional(),
  }),
  /**
   * The joint space of a second CLIP that judges pictures: one that the model was not trained with does not flatter it.
   * It reads what the pack's tokenizer and image preprocessing give. Loaded by the nodes that ask for it alone.
   */
  evaluation: z
    .strictObject({ joint: z.string().min(1), width: z.int().min(1), unitNorm: z.boolean() })
    .optional(),
  /** Token states of the text encoder: `length` tokens of `width`. */
  encoding: z.strictObject({ length: z.int().min(1), width: z.int().min(1) }),
  tokenizer: z.strictObject({
    file: name,
    length: z.int().min(1),
    pad: z.int().min(0),
    /** A JSON list of the words, in lower case, that the captions of training had: others are told to be unknown. */
    words: name.optional(),
  }),
  imagePreprocess: z.strictObject({
    size: z.int().min(1),
    fit: z.enum(["pad-white", "squash", "crop"]),
    mean: z.array(z.number()).length(3),
    std: z.array(z.number().positive()).length(3),
    /** `8-bit`: resized as Pillow does it, rounded and clipped to 8 bits after each pass; `none`: in floats. */
    rounding: z.enum(["8-bit", "none"]).default("none"),
  }),
  schedules: z.record(name, schedule),
  roles: z.strictObject({
    "text-encoder": z.strictObject({
      file: name,
      /** What this CLIP learned to multiply cosines by before a softmax, exp of its log scale (Radford et al. 2021 §2.3). */
      logitScale: z.number().positive().optional(),
      in: z.strictObject({ ids: name, mask: name.optional() }),
      out: z.strictObject({ embedding: name, tokens: name }),
    }),
    "image-encoder": z.strictObject({
      file: name,
      in: z.strictObject({ pixels: name }),
      out: z.strictObject({ embedding: name }),
    }),
    /** Both read as the encoders above do, and give embeddings of `evaluation`. */
    "evaluation-text-encoder": z
      .strictObject({
        file: name,
        in: z.strictObject({ ids: name, mask: name.optional() }),
        out: z.strictObject({ embedding: name }),
      })
      .optional(),
    "evaluation-image-encoder": z
      .strictObject({
        file: name,
        in: z.strictObject({ pixels: name }),
        out: z.strictObject({ embedding: name }),
      })
      .optional(),
    prior: z
      .strictObject({
        ...diffusion,
        guidance: z.number().min(0),
        /** Samples drawn, of which the one with the largest dot product with z_t is kept (paper §2.2). */
        candidates: z.int().min(1).max(64),
        /** Latents are z·scale (paper §2.2: 17.2), after standardising where mean and std are given. */
        scale: z.number().positive(),
        mean: tensorRef.optional(),
        std: tensorRef.optional(),
        in: z.strictObject({ x: name, t: name, embedding: name, tokens: name, mask: name }),
        out: z.strictObject({ prediction: name }),
      })
      .optional(),
    /**
     * The paper's other prior (§2.2), which predicts the codes of an embedding one after the other, in two files. This
     * one reads token states, their mask, z_t and the bucket of z_t · z_i [B], and gives the logits [B, buckets] of the
     * first code with the keys and values of all tokens that it read, each [layers, B, heads, tokens, head width].
     */
    "autoregressive-prior": z
      .strictObject({
        file: name,
        guidance: z.number().min(0),
        /** Divides logits; 0 takes the likeliest code. */
        temperature: z.number().min(0).default(1),
        /** Codes are drawn from the likeliest that together have this probability. */
        topP: z.number().positive().max(1).default(1),
        /** Buckets of the dot product; they are quantiles, so that each is as likely as another. */
        dots: z.int().min(1),
        /** The dot product is drawn from above this percentile (the paper: 50). */
        percentile: z.number().min(0).lt(100).default(50),
        /** Bucket of the dot product beside the empty caption in guidance; the item's own where absent. */
        nullDot: z.int().min(0).optional(),
        batch: z.int().min(1).default(8),
        in: z.strictObject({ embedding: name, tokens: name, mask: name, dot: name }),
        out: z.strictObject({ logits: name, keys: name, values: name }),
      })
      .optional(),
    /**
     * Reads code [B], which is number `index` (a scalar) of the embedding, under the keys and values so far, and gives
     * the logits of the next code with keys and values one token longer.
     */
    "autoregressive-prior.step": z
      .strictObject({
        file: name,
        in: z.strictObject({ code: name, index: name, mask: name, keys: name, values: name }),
        out: z.strictObject({ logits: name, keys: name, values: name }),
      })
      .optional(),
    decoder: z
      .strictObject({
        ...diffusion,
        /** The paper and Karlo diffuse pixels; Kandinsky 2.x, SD-unCLIP and our default the latents of an autoencoder. */
        diffuses: z.enum(["pixels", "latent"]),
        shape: z.tuple([z.int().min(1), z.int().min(1), z.int().min(1)]),
        guidance: z.number().min(0),
        /** Levels of a DDIM inversion, which needs more than a solver of second order; `steps` where absent. */
        inversionSteps: z.int().min(1).max(1000).optional(),
        /** The embedding that stands for "no image embedding"; zeros where there is none. */
        nullEmbedding: tensorRef.optional(),
        in: z.strictObject({
          x: name,
          t: name,
          embedding: name,
          tokens: name.optional(),
          mask: name.optional(),
        }),
        out: z.strictObject({ prediction: name }),
      })
      .optional(),
    /** Diffused latents are the encoder's output × its scale; the decoder half is fed latents ÷ its scale (Stable Diffusion: 0.18215 for both). */
    "autoencoder.encode": z
      .strictObject({
        file: name,
        in: z.strictObject({ x: name }),
        out: z.strictObject({ latent: name }),
        scale: z.number(),
      })
      .optional(),
    "autoencoder.decode": z
      .strictObject({
        file: name,
        in: z.strictObject({ latent: name }),
        out: z.strictObject({ x: name }),
        scale: z.number(),
      })
      .optional(),
    "upsampler.0": upsampler.optional(),
    "upsampler.1": upsampler.optional(),
  }),
  /** The first `count` components of image embeddings, largest variance first. */
  pca: z
    .strictObject({
      mean: tensorRef,
      basis: tensorRef,
      eigenvalues: tensorRef,
      count: z.int().min(1),
      /** Variance of the embeddings along all directions; without it shares are of what the components hold together. */
      totalVariance: z.number().positive().optional(),
    })
    .optional(),
  /**
   * How embeddings become codes: `count` coordinates of a basis, largest variance first, each in `buckets` buckets.
   * `mean` [d], `basis` [count, d], `edges` between buckets [count, buckets − 1], `values` that stand for buckets
   * [count, buckets].
   */
  quantizer: z
    .strictObject({
      mean: tensorRef,
      basis: tensorRef,
      edges: tensorRef,
      values: tensorRef,
      count: z.int().min(1),
      buckets: z.int().min(2),
    })
    .optional(),
  /** `labels` is a JSON list of texts, or of objects with a `label`; `embeddings` [n, d] are of the image space. */
  concepts: z.strictObject({ labels: name, embeddings: tensorRef }).optional(),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type RoleName = keyof Manifest["roles"];
export type ScheduleSpec = z.infer<typeof schedule>;
export type SpacingSpec = z.infer<typeof spacing>;
export type ClipSpec = z.infer<typeof clip>;
export type DiffusionSpec = Pick<
  NonNullable<Manifest["roles"]["decoder"]>,
  "schedule" | "prediction" | "variance" | "clip" | "spacing" | "sampler" | "steps" | "batch"
>;
