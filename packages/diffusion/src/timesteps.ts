/** Which levels a sampler visits, from noise to clean: descending integers in 0..T−1. */
import { DiffusionError } from "./diffusion-error.ts";

/** A way to choose n of T levels; `sections` without counts is one section of n. */
export type Spacing =
  | "linspace"
  | "leading"
  | "trailing"
  | "sections"
  | "fast27"
  | { readonly kind: "leading"; readonly offset: number }
  | { readonly kind: "sections"; readonly counts: readonly number[] }
  | { readonly kind: "list"; readonly timesteps: readonly number[] };

/**
 * The levels of `n` steps of a schedule with `total` levels. Spacings with a length of their own (a list, sections
 * with counts, fast27) must have `n` levels. Throws `timesteps`.
 */
export function timesteps(total: number, n: number, spacing: Spacing): number[] {
  requireCount(total, n);
  const levels = spaced(total, n, spacing);
  if (levels.length !== n) {
    throw new DiffusionError("timesteps", `This spacing has ${levels.length} levels; asked for ${n} steps.`);
  }
  return checkTimesteps(total, levels);
}

function spaced(total: number, n: number, spacing: Spacing): number[] {
  if (spacing === "linspace") return linspace(total, n);
  if (spacing === "trailing") return trailing(total, n);
  if (spacing === "leading") return leading(total, n, 0);
  if (spacing === "sections") return sections(total, [n]);
  if (spacing === "fast27") return fast27(total);
  if (spacing.kind === "leading") return leading(total, n, spacing.offset);
  if (spacing.kind === "sections") return sections(total, spacing.counts);
  return [...spacing.timesteps].sort((a, b) => b - a);
}

/** Returns the list if it descends strictly within 0..total−1, else throws `timesteps` naming the first offender. */
export function checkTimesteps(total: number, levels: readonly number[]): number[] {
  if (levels.length === 0)
    throw new DiffusionError("timesteps", "A sampler needs at least one level; found none.");
  levels.forEach((level, i) => {
    if (!Number.isInteger(level) || level < 0 || level >= total) {
      throw new DiffusionError("timesteps", `Levels are integers in 0..${total - 1}; found ${level}.`);
    }
    const previous = levels[i - 1];
    if (previous !== undefined && previous <= level) {
      throw new DiffusionError("timesteps", `Levels descend strictly; found ${previous} before ${level}.`);
    }
  });
  return [...levels];
}

/** To the nearest integer, halves to the even one, as Python's and NumPy's `round`. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/**
 * `n` integers from `top` down to 0, evenly spaced: `np.linspace(0, top, n).round()[::-1]`, whose stride is rounded
 * before it is multiplied. That decides how halves round. n = 1 gives [top].
 */
export function evenLevels(top: number, n: number): number[] {
  if (n === 1) return [top];
  const stride = top / (n - 1);
  return Array.from({ length: n }, (_, i) => (i === 0 ? top : roundHalfEven((n - 1 - i) * stride)));
}

/** From T−1 to 0 inclusive (diffusers' UnCLIPScheduler; `np.linspace` in its others). */
function linspace(total: number, n: number): number[] {
  return evenLevels(total - 1, n);
}

/** Multiples of ⌊T/n⌋ plus an offset (Lin et al. 2024, table 2 "leading"). */
function leading(total: number, n: number, offset: number): number[] {
  const stride = Math.floor(total / n);
  return Array.from({ length: n }, (_, i) => (n - 1 - i) * stride + offset);
}

/**
 * T−1 down in strides of T/n (Lin et al. 2024, table 2 "trailing"), as `np.arange(T, 0, −T/n).round() − 1` computes it:
 * element i is T + i·δ, where δ is the difference of the first two elements and so carries their rounding error. That
 * error decides halves, 12.5 for example. At 62 of the step counts of T = 1000 it also makes `arange` return one
 * element more than n, which diffusers turns into a level of −1. No such level exists; it is left out here.
 */
function trailing(total: number, n: number): number[] {
  const delta = total - total / n - total;
  return Array.from({ length: n }, (_, i) => roundHalfEven(total + i * delta) - 1);
}

/** guided-diffusion's `space_timesteps`: equal sections of the levels, each with its own number of steps. */
function sections(total: number, counts: readonly number[]): number[] {
  const base = Math.floor(total / counts.length);
  const longer = total % counts.length;
  const levels: number[] = [];
  let start = 0;
  counts.forEach((count, section) => {
    const size = base + (section < longer ? 1 : 0);
    if (!Number.isInteger(count) || count < 1 || count > size) {
      throw new DiffusionError(
        "timesteps",
        `Section ${section} has ${size} levels; asked for ${count} steps.`,
      );
    }
    const stride = count === 1 ? 1 : (size - 1) / (count - 1);
    // Added up, not multiplied, to round halves as the original does.
    let position = 0;
    for (let i = 0; i < count; i++) {
      levels.push(start + roundHalfEven(position));
      position += stride;
    }
    start += size;
  });
  return levels.reverse();
}

/** GLIDE's 27 levels for its upsampler: denser near clean, the last moved from T−1 to T−3. */
function fast27(total: number): number[] {
  const [, ...rest] = sections(total, [10, 10, 3, 2, 2]);
  return [total - 3, ...rest];
}

function requireCount(total: number, n: number): void {
  if (!Number.isInteger(n) || n < 1 || n > total) {
    throw new DiffusionError("timesteps", `The number of steps is an integer in 1..${total}; found ${n}.`);
  }
}
