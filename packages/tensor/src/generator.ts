import { mersenneTwister } from "./mersenne-twister.ts";
import { sizeOf, type Tensor } from "./tensor.ts";
import { TensorError } from "./tensor-error.ts";

/** A stream of random numbers that is fixed by its seed. Not safe for secrets. */
export interface Generator {
  /** Independent values of N(0, 1). Draws advance the stream as `torch.randn(shape, generator=g)` does. */
  normal(shape: readonly number[]): Tensor;
  /** One value of U[0, 1) with 24 random bits, as `torch.rand(1)` draws it. */
  uniform(): number;
}

/**
 * The generator of PyTorch on a CPU: the same seed gives the same noise (to one unit in the last place of a
 * 32-bit float). MT19937 seeded with the low 32 bits of `seed`; 16 or more values come from Box–Muller in blocks of
 * 16, fewer from 53-bit Box–Muller in pairs. Throws `seed` unless it is an integer in 0..2^53−1.
 */
export function generator(seed: number): Generator {
  requireSeed(seed);
  const next = mersenneTwister(seed % 2 ** 32);
  const uniform = () => (next() & 0xffffff) / 2 ** 24;
  const pairs = pairwiseNormal(next);
  return {
    uniform,
    normal(shape) {
      const data = new Float32Array(sizeOf(shape));
      if (data.length >= 16) fillBlocks(data, uniform);
      else for (let i = 0; i < data.length; i++) data[i] = pairs();
      return { data, shape: [...shape] };
    },
  };
}

/** Throws TensorError `seed` unless it is an integer in 0..2^53−1. */
export function requireSeed(seed: number): void {
  if (Number.isSafeInteger(seed) && seed >= 0) return;
  throw new TensorError("seed", `A seed is an integer in 0..${Number.MAX_SAFE_INTEGER}; found ${seed}.`);
}

/** Box–Muller over blocks of 16: values j and j + 8 share a radius. A short tail redraws the last 16. */
function fillBlocks(data: Float32Array, uniform: () => number): void {
  for (let i = 0; i < data.length; i++) data[i] = uniform();
  for (let block = 0; block + 16 <= data.length; block += 16) transformBlock(data, block);
  if (data.length % 16 === 0) return;
  const tail = data.length - 16;
  for (let i = tail; i < data.length; i++) data[i] = uniform();
  transformBlock(data, tail);
}

const TURN = Math.fround(2 * Math.PI);

/** Rounded to 32 bits at every step, as the original computes. */
function transformBlock(data: Float32Array, block: number): void {
  const { fround } = Math;
  for (let j = block; j < block + 8; j++) {
    const radius = fround(Math.sqrt(fround(-2 * fround(Math.log(fround(1 - data[j]!))))));
    const angle = fround(TURN * data[j + 8]!);
    data[j] = radius * fround(Math.cos(angle));
    data[j + 8] = radius * fround(Math.sin(angle));
  }
}

/** Box–Muller with 53-bit uniforms. The second value of a pair waits in the generator for the next call. */
function pairwiseNormal(next: () => number): () => number {
  const uniform53 = () => {
    const high = next() & 0x1fffff;
    return (high * 2 ** 32 + next()) / 2 ** 53;
  };
  let waiting: number | undefined;
  return () => {
    if (waiting !== undefined) {
      const value = waiting;
      waiting = undefined;
      return value;
    }
    const angle = 2 * Math.PI * uniform53();
    const radius = Math.sqrt(-2 * Math.log1p(-uniform53()));
    waiting = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
