/**
 * The whole system in one function, in the order of the paper. A graph must reproduce it bit for bit.
 */
import type { Tensor } from "@unclip/tensor";
import { decode } from "./decoder.ts";
import type { Sampler } from "./diffuse.ts";
import type { Model } from "./model.ts";
import { samplePrior } from "./prior.ts";
import { encodeText } from "./text-encoder.ts";
import { upsample } from "./upsampler.ts";

/** Each stage has its own seed. Other settings default to the pack's. */
export interface TextToImageOptions {
  readonly priorSeed?: number;
  readonly priorSteps?: number;
  readonly priorGuidance?: number;
  readonly candidates?: number;
  readonly decoderSeed?: number;
  readonly decoderSteps?: number;
  readonly decoderGuidance?: number;
  readonly sampler?: Sampler;
  readonly eta?: number;
  /** One seed per upsampler: none for the decoder's picture, two for 64 → 256 → 1024. */
  readonly upsamplerSeeds?: readonly number[];
  readonly signal?: AbortSignal;
}

/** Caption → picture [3, H, W] in [−1, 1]: P(x | y) = P(x | z_i, y) · P(z_i | y) (paper §2). */
export async function textToImage(
  model: Model,
  caption: string,
  options: TextToImageOptions = {},
): Promise<Tensor> {
  const { signal } = options;
  // y → z_t and token states
  const [text] = await encodeText(model, [caption], signal);
  // P(z_i | y): the prior, its best candidate
  const [sample] = await samplePrior(
    model,
    [{ text: text!, seed: options.priorSeed ?? 0, guidance: options.priorGuidance }],
    { steps: options.priorSteps, candidates: options.candidates, signal },
  );
  // P(x | z_i, y): the decoder
  let [image] = await decode(
    model,
    [{ embedding: sample!.embedding, seed: options.decoderSeed ?? 0, guidance: options.decoderGuidance }],
    { steps: options.decoderSteps, sampler: options.sampler, eta: options.eta, signal },
  );
  // 64 → 256 → 1024
  for (const [stage, seed] of (options.upsamplerSeeds ?? []).entries()) {
    [image] = await upsample(model, stage as 0 | 1, [{ image: image!, seed }], { signal });
  }
  return image!;
}
