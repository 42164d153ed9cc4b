import { showShape, type Tensor } from "./tensor.ts";
import { TensorError } from "./tensor-error.ts";

/** Tensors [B, Cᵢ, ...] → [B, ΣCᵢ, ...], in order. Throws `shape` when anything but the channels differs. */
export function concatChannels(parts: readonly Tensor[]): Tensor {
  const first = parts[0];
  if (first === undefined)
    throw new TensorError("shape", "concatChannels needs at least one tensor; found none.");
  const { batch, rest, plane } = axes("concatChannels", first);
  for (const part of parts) {
    const other = axes("concatChannels", part);
    if (other.batch !== batch || showShape(other.rest) !== showShape(rest)) {
      const found = `${showShape(first.shape)} and ${showShape(part.shape)}`;
      throw new TensorError(
        "shape",
        `concatChannels needs shapes that differ on axis 1 only; found ${found}.`,
      );
    }
  }
  const channels = parts.reduce((sum, part) => sum + part.shape[1]!, 0);
  const data = new Float32Array(batch * channels * plane);
  let offset = 0;
  for (let b = 0; b < batch; b++) {
    for (const part of parts) {
      const length = part.shape[1]! * plane;
      data.set(part.data.subarray(b * length, (b + 1) * length), offset);
      offset += length;
    }
  }
  return { data, shape: [batch, channels, ...rest] };
}

/** One tensor [B, C, ...] → tensors [B, sizes[i], ...] with Σ sizes = C, copied. Throws `shape`. */
export function splitChannels(x: Tensor, sizes: readonly number[]): Tensor[] {
  const { batch, channels, rest, plane } = axes("splitChannels", x);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total !== channels || sizes.some((size) => !Number.isInteger(size) || size < 0)) {
    throw new TensorError(
      "shape",
      `splitChannels got sizes ${showShape(sizes)} for ${channels} channels; they must add up.`,
    );
  }
  let first = 0;
  return sizes.map((size) => {
    const data = new Float32Array(batch * size * plane);
    for (let b = 0; b < batch; b++) {
      const from = (b * channels + first) * plane;
      data.set(x.data.subarray(from, from + size * plane), b * size * plane);
    }
    first += size;
    return { data, shape: [batch, size, ...rest] };
  });
}

function axes(operation: string, x: Tensor) {
  const [batch, channels, ...rest] = x.shape;
  if (batch === undefined || channels === undefined) {
    throw new TensorError(
      "shape",
      `${operation} needs a batch axis and a channel axis; found ${showShape(x.shape)}.`,
    );
  }
  return { batch, channels, rest, plane: rest.reduce((size, length) => size * length, 1) };
}
