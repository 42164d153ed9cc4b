import { cosine, generator, norm, scale, subtract, type Tensor, tensor, zeros } from "@unclip/tensor";
import { describe, expect, it } from "vitest";
import { textDirection, textDiff as turn } from "./text-diff.ts";

const textDiff = (z: Tensor, change: { from: Tensor; to: Tensor; theta: number }) =>
  turn(z, textDirection(change.from, change.to), change.theta);
const image = tensor([1, 0, 0]);
const to = tensor([0, 0.6, 0.8]);
const from = tensor([0, 0.8, 0.6]);

describe("textDiff (unclip.md §6.19)", () => {
  it.each([
    [0, [1, 0, 0]],
    [0.25, [0.92387953, -0.27059805, 0.27059805]],
    [0.5, [Math.SQRT1_2, -0.5, 0.5]],
    [1, [0, -Math.SQRT1_2, Math.SQRT1_2]],
  ])("θ = %d", (theta, expected) => {
    const { data } = textDiff(image, { from, to, theta });
    for (const [i, value] of expected.entries()) expect(data[i]).toBeCloseTo(value, 7);
  });

  it("z_d is what changes, of length 1", () => {
    const { data } = textDirection(from, to);
    for (const [i, value] of [0, -Math.SQRT1_2, Math.SQRT1_2].entries())
      expect(data[i]).toBeCloseTo(value, 7);
  });

  it("keeps the length of z_i, whatever its own and those of the captions", () => {
    const random = generator(4);
    const [z, long, short] = [random.normal([64]), scale(random.normal([64]), 9), random.normal([64])];
    for (const theta of [0, 0.1, 0.25, 0.5, 1]) {
      const turned = textDiff(scale(z, 3), { from: short, to: long, theta });
      expect(norm(turned) / (3 * norm(z))).toBeCloseTo(1, 6);
    }
    const end = textDiff(z, { from: short, to: long, theta: 1 });
    expect(cosine(end, subtract(long, short))).toBeCloseTo(1, 6);
  });

  it.each([
    ["equal captions", image, { from: to, to, theta: 0.25 }, "zero-vector"],
    ["an embedding of zeros", zeros([3]), { from, to, theta: 0.25 }, "zero-vector"],
    ["a difference that points away", tensor([0, 1, -1]), { from, to, theta: 0.25 }, "antipodal"],
    ["θ beyond 1", image, { from, to, theta: 1.5 }, "range"],
    ["captions of another width", image, { from: tensor([1]), to: tensor([2]), theta: 0.5 }, "shape"],
  ])("refuses %s", (_, z, change, code) => {
    expect(() => textDiff(z, change)).toThrow(expect.objectContaining({ code }));
  });
});
