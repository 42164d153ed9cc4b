/** The size of pictures that nodes will make, for the bound on a run's memory. */
import { bytesOf, type Expectation, type Expected, type Foreseen } from "@unclip/engine";
import { type Host, pictureSize } from "@unclip/host";

/** Width and height in pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

const known = new WeakMap<Host, Map<string, Size | undefined>>();

/** The size of a stored picture by its header; `undefined` where there is none, of which the run itself tells. */
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

/** The size of the pictures that an input brings; of nothing where that is not known. */
export function sizeOf(input: Expected | undefined): Size {
  const [, height = 0, width = 0] = input?.shape ?? [];
  return { width, height };
}

/**
 * An output of so many pictures of a size. While they are told about, all of them are encoded: 3 bytes a pixel, and the
 * file. `work`: bytes that the node takes besides.
 */
export function pictures(port: string, items: number, { width, height }: Size, work = 0): Expectation {
  return {
    outputs: { [port]: { items, shape: [3, height, width] } },
    work: work + 6 * items * width * height,
  };
}

/** Arrays of its size that diffusing a batch holds: x, x̂₀, two predictions (guidance), noise and what stands beside x. */
const arrays = 6;

/** Bytes that diffusing a batch takes besides its result. */
export function diffusing(batch: Expected): number {
  return arrays * bytesOf(batch);
}

/** What a node says whose pictures are those that came in. */
export function handedOn(input: string, output: string) {
  return ({ inputs, length }: Foreseen<Host>): Expectation => {
    const shape = inputs[input]?.shape;
    return { outputs: { [output]: { items: length, of: [input], ...(shape && { shape }) } } };
  };
}
