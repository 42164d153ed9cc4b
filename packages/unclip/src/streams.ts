/**
 * Which stream of random numbers a stage draws from. Two stages with the same seed draw independent numbers.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { type Generator, generator, requireSeed } from "@unclip/tensor";

/** What draws random numbers, by the name that its seed is derived with. */
export type Stage =
  | "decoder"
  | "prior"
  | "autoregressive-prior"
  | "upsampler.0"
  | "upsampler.1"
  | "jitter"
  | "baseline";

/**
 * The stream of a stage. The decoder's is that of the seed itself, so its x_T is
 * `torch.randn(shape, generator=torch.Generator().manual_seed(seed))`, as in a diffusers script that hands a decoder
 * one generator. Every other stage's is that of {@link derivedSeed}. A stage draws x_T first, also when it is given
 * another one, then the noise of each step: so step noise never repeats an x_T that was made from the same seed.
 * Throws TensorError `seed` unless the seed is an integer in 0..2^53−1.
 */
export function randomOf(stage: Stage, seed: number): Generator {
  return generator(stage === "decoder" ? seed : derivedSeed(stage, seed));
}

/**
 * The seed that a stage other than the decoder hands its generator: the first four bytes, big-endian, of the SHA-256
 * of `"stage seed"`, 0..2^32−1, which is all that MT19937 takes. In Python:
 * `int.from_bytes(hashlib.sha256(b"prior 7").digest()[:4], "big")`. Throws TensorError `seed`.
 */
export function derivedSeed(stage: Exclude<Stage, "decoder">, seed: number): number {
  requireSeed(seed);
  const digest = sha256(utf8ToBytes(`${stage} ${seed}`));
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0);
}

/**
 * A remark for seeds that draw the same numbers as a smaller seed, else `undefined`. PyTorch passes only the low 32 bits
 * of a seed to MT19937, and the decoder does the same. Derived seeds depend on all bits.
 */
export function remarkOnSeed(seed: number): string | undefined {
  const low = seed % 2 ** 32;
  if (seed === low) return undefined;
  return `Seed ${seed} draws the same noise as seed ${low}: PyTorch reads only the low 32 bits of a seed, and so does the decoder. Use seeds below 4294967296 for different pictures.`;
}
