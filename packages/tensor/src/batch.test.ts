import { describe, expect, it } from "vitest";
import { concatBatch, sliceBatch, stack, unstack } from "./batch.ts";
import { tensor, zeros } from "./tensor.ts";

const items = [tensor([1, 2], [1, 2]), tensor([3, 4], [1, 2]), tensor([5, 6], [1, 2])];

describe("stack and unstack", () => {
  it("undo each other", () => {
    const batch = stack(items);
    expect(batch.shape).toEqual([3, 1, 2]);
    expect([...batch.data]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(unstack(batch)).toEqual(items);
  });

  it("unstack copies: an item does not share memory with its batch", () => {
    const batch = stack(items);
    const first = unstack(batch)[0]!;
    batch.data[0] = 9;
    expect(first.data[0]).toBe(1);
  });

  it("refuse what is not a batch", () => {
    expect(() => stack([])).toThrow(expect.objectContaining({ code: "shape" }));
    expect(() => stack([zeros([2]), zeros([1, 2])])).toThrow("found [2] and [1, 2]");
    expect(() => unstack(zeros([]))).toThrow(expect.objectContaining({ code: "shape" }));
  });
});

describe("sliceBatch and concatBatch", () => {
  it("cut a batch and put it together again", () => {
    const batch = stack(items);
    const parts = [sliceBatch(batch, 0, 1), sliceBatch(batch, 1, 3)];
    expect(parts.map((part) => part.shape)).toEqual([
      [1, 1, 2],
      [2, 1, 2],
    ]);
    expect(concatBatch(parts)).toEqual(batch);
  });

  it("refuse ranges outside the batch and items of other shapes", () => {
    expect(() => sliceBatch(stack(items), 2, 4)).toThrow(expect.objectContaining({ code: "range" }));
    expect(() => sliceBatch(stack(items), 2, 1)).toThrow(expect.objectContaining({ code: "range" }));
    expect(() => concatBatch([zeros([1, 2]), zeros([1, 3])])).toThrow(
      expect.objectContaining({ code: "shape" }),
    );
    expect(() => concatBatch([])).toThrow(expect.objectContaining({ code: "shape" }));
  });
});
