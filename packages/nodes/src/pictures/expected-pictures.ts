/** Forecasts picture sizes, to bound a run's memory. */
import { bytesOf, type Expectation, type Expected, type Foreseen } from "@unclip/engine";
import { type Host, pictureSize } from "@unclip/host";

/** Width and height in pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

const known = new WeakMap<Host, Map<string, Size | undefined>>();

/** The size of a stored picture from its header. `undefined` if it is missing; the run reports that error. */
export async function storedSize(host: Host, id: unknown): Promise<Size | undefined> {
  const sizes = known.get(host) ?? new Map<string, Size | undefined>();
  known.set(host, sizes);
  if (typeof id !== "string" || id === "") return undefined;
  if (!sizes.has(id)) {
    const stored = await host.assets.get(id).catch(() => undefined);
    if (stored !== undefined) sizes.set(id, pictureSize(stored.bytes));
  }
  return sizes.get(id);
}

/** The size of the pictures of an input; 0 × 0 if unknown. */
export function sizeOf(input: Expected | undefined): Size {
  const [, height = 0, width = 0] = input?.shape ?? [];
  return { width, height };
}

/**
 * An output of `items` pictures. All of them are encoded when the output is reported: 3 bytes per pixel, and the file.
 * `work`: further bytes that the node needs.
 */
export function pictures(port: string, items: number, { width, height }: Size, work = 0): Expectation {
  return {
    outputs: { [port]: { items, shape: [3, height, width] } },
    work: work + 6 * items * width * height,
  };
}

/** Arrays of the size of a batch during diffusion: x, x̂₀, two predictions (guidance), noise, and channels beside x. */
const arrays = 6;

/** Bytes that diffusing a batch needs in addition to its result. */
export function diffusing(batch: Expected): number {
  return arrays * bytesOf(batch);
}

/** The expectation of a node that passes its pictures through. */
export function handedOn(input: string, output: string) {
  return ({ inputs, length }: Foreseen<Host>): Expectation => {
    const shape = inputs[input]?.shape;
    return { outputs: { [output]: { items: length, of: [input], ...(shape && { shape }) } } };
  };
}
