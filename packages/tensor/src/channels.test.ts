import { describe, expect, it } from "vitest";
import { concatChannels, splitChannels } from "./channels.ts";
import { tensor, zeros } from "./tensor.ts";

const x = tensor(
  Array.from({ length: 12 }, (_, i) => i),
  [2, 3, 2],
);

describe("splitChannels and concatChannels", () => {
  it("keep each item's channels together", () => {
    const [a, b] = splitChannels(x, [1, 2]);
    expect(a).toEqual(tensor([0, 1, 6, 7], [2, 1, 2]));
    expect(b).toEqual(tensor([2, 3, 4, 5, 8, 9, 10, 11], [2, 2, 2]));
    expect(concatChannels([a!, b!])).toEqual(x);
  });

  it("refuse sizes that do not add up and shapes that differ elsewhere", () => {
    expect(() => splitChannels(x, [1, 1])).toThrow("3 channels");
    expect(() => splitChannels(zeros([4]), [4])).toThrow(expect.objectContaining({ code: "shape" }));
    expect(() => concatChannels([zeros([2, 1, 2]), zeros([2, 1, 3])])).toThrow("axis 1 only");
    expect(() => concatChannels([zeros([2, 1, 2]), zeros([1, 1, 2])])).toThrow("axis 1 only");
    expect(() => concatChannels([])).toThrow(expect.objectContaining({ code: "shape" }));
  });
});
