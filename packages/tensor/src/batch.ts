import { requireSameShape, showShape, sizeOf, type Tensor } from "./tensor.ts";
import { TensorError } from "./tensor-error.ts";

/** Items of one shape [...] → one tensor [B, ...]. Throws `shape` when there is none or the shapes differ. */
export function stack(items: readonly Tensor[]): Tensor {
  const first = items[0];
  if (first === undefined) throw new TensorError("shape", "stack needs at least one item; found none.");
  const size = first.data.length;
  const data = new Float32Array(items.length * size);
  items.forEach((item, i) => {
    requireSameShape("stack", first, item);
    data.set(item.data, i * size);
  });
  return { data, shape: [items.length, ...first.shape] };
}

/** One tensor [B, ...] → its B items [...], copied. Throws `shape` for a scalar. */
export function unstack(batch: Tensor): Tensor[] {
  const size = itemSize(batch);
  const shape = batch.shape.slice(1);
  return Array.from({ length: batchOf(batch) }, (_, i) => ({
    data: batch.data.slice(i * size, (i + 1) * size),
    shape,
  }));
}

/** Items `from` up to, not including, `to` of a batch [B, ...] → [to − from, ...], copied. Throws `range`. */
export function sliceBatch(batch: Tensor, from: number, to: number): Tensor {
  const count = batchOf(batch);
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || to < from || to > count) {
    throw new TensorError("range", `A slice of ${count} items lies in 0..${count}; found ${from}..${to}.`);
  }
  const size = itemSize(batch);
  return { data: batch.data.slice(from * size, to * size), shape: [to - from, ...batch.shape.slice(1)] };
}

/** Batches [Bᵢ, ...] of one item shape → [ΣBᵢ, ...]. Throws `shape`. */
export function concatBatch(batches: readonly Tensor[]): Tensor {
  const first = batches[0];
  if (first === undefined)
    throw new TensorError("shape", "concatBatch needs at least one batch; found none.");
  const item = showShape(first.shape.slice(1));
  const data = new Float32Array(batches.reduce((sum, batch) => sum + batch.data.length, 0));
  let offset = 0;
  let count = 0;
  for (const batch of batches) {
    count += batchOf(batch);
    if (showShape(batch.shape.slice(1)) !== item) {
      const found = showShape(batch.shape.slice(1));
      throw new TensorError("shape", `concatBatch needs items of one shape; found ${item} and ${found}.`);
    }
    data.set(batch.data, offset);
    offset += batch.data.length;
  }
  return { data, shape: [count, ...first.shape.slice(1)] };
}

/** Length of axis 0. Throws `shape` for a scalar, which has none. */
export function batchOf(batch: Tensor): number {
  const count = batch.shape[0];
  if (count === undefined) throw new TensorError("shape", "A batch has at least one axis; found a scalar.");
  return count;
}

/** Number of values in one item of a batch. */
export function itemSize(batch: Tensor): number {
  return sizeOf(batch.shape.slice(1));
}
