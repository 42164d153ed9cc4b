/** From data to pixels: linear scales with round ticks. */

export interface Scale {
  readonly least: number;
  readonly most: number;
  readonly ticks: readonly number[];
  /** Data → pixels between the two ends. */
  at(value: number): number;
  /** Pixels → data, held between the least and the most. */
  back(pixel: number): number;
}

/** A scale over the values, padded a little, from pixel `from` to pixel `to`; about `wanted` ticks at 1, 2 or 5 × 10ⁿ. */
export function scaleOf(
  values: readonly number[],
  from: number,
  to: number,
  wanted = 5,
  withZero = false,
): Scale {
  const finite = values.filter(Number.isFinite);
  const [low, high] = finite.length > 0 ? [Math.min(...finite), Math.max(...finite)] : [0, 1];
  const [base, top] = withZero ? [Math.min(0, low), Math.max(0, high)] : [low, high];
  const pad = (top - base || Math.abs(top) || 1) * 0.06;
  const least = withZero && base === 0 ? 0 : base - pad;
  const most = top + pad;
  const raw = (most - least) / wanted;
  const decade = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((m) => m * decade).find((candidate) => candidate >= raw) ?? raw;
  const ticks: number[] = [];
  for (let k = Math.ceil(least / step); k * step <= most; k++) ticks.push(Number((k * step).toPrecision(12)));
  return {
    least,
    most,
    ticks,
    at: (value) => from + ((value - least) / (most - least)) * (to - from),
    back: (pixel) => Math.min(most, Math.max(least, least + ((pixel - from) / (to - from)) * (most - least))),
  };
}
