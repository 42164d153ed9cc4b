import { describe, expect, it } from "vitest";
import { scale, subtract } from "./elementwise.ts";
import { generator } from "./generator.ts";
import { slerp } from "./slerp.ts";
import { type Tensor, tensor, zeros } from "./tensor.ts";
import { cosine, norm, normalize } from "./vector.ts";

const e1 = tensor([1, 0, 0]);
const e2 = tensor([0, 1, 0]);
const a = tensor([1, 2, 3, 4]);
const b = tensor([4, -3, 2, -1]);

function expectValues(found: Tensor, expected: readonly number[], digits = 7) {
  expect(found.data.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(found.data[i]).toBeCloseTo(value, digits);
  });
}

describe("slerp (unclip.md §6.18)", () => {
  it("turns from e1 to e2", () => {
    expectValues(slerp(e1, e2, 0.25), [0.92387953, 0.38268343, 0]);
    expectValues(slerp(e1, e2, 0.5), [Math.SQRT1_2, Math.SQRT1_2, 0]);
  });

  it("keeps the common norm √30 of two orthogonal vectors", () => {
    const middle = slerp(a, b, 0.5);
    expectValues(middle, [3.53553391, -Math.SQRT1_2, 3.53553391, 2.12132034], 6);
    expect(norm(middle)).toBeCloseTo(Math.sqrt(30), 6);
  });

  it("returns its inputs exactly at θ = 0 and 1", () => {
    const random = generator(5);
    const [p, q] = [random.normal([3, 5]), scale(random.normal([3, 5]), 3)];
    expect(slerp(p, q, 0)).toEqual(p);
    expect(slerp(p, q, 1)).toEqual(q);
    expect(slerp(e1, scale(e1, -1), 1)).toEqual(scale(e1, -1));
  });

  it("is the same from the other end", () => {
    const forward = slerp(a, scale(b, 2), 0.3);
    expectValues(slerp(scale(b, 2), a, 0.7), [...forward.data], 5);
  });

  it("makes unit vectors of unit vectors, also close to parallel, at constant angular speed", () => {
    const random = generator(11);
    const from = normalize(random.normal([128]));
    for (const to of [normalize(random.normal([128])), nudged(from, 1e-3), nudged(from, 2e-3)]) {
      const frames = Array.from({ length: 9 }, (_, i) => slerp(from, to, i / 8));
      for (const frame of frames) expect(Math.abs(norm(frame) - 1)).toBeLessThan(1e-7);
      const chords = frames.slice(1).map((frame, i) => distance(frames[i]!, frame));
      for (const chord of chords) expect(Math.abs(chord - chords[0]!)).toBeLessThan(3e-7);
    }
    const wide = normalize(random.normal([128]));
    const angles = [0.25, 0.5, 0.75].map((theta) => Math.acos(cosine(from, slerp(from, wide, theta))));
    const whole = Math.acos(cosine(from, wide));
    angles.forEach((angle, i) => {
      expect(angle).toBeCloseTo((whole * (i + 1)) / 4, 5);
    });
  });

  it("follows the norm rule for vectors of different lengths", () => {
    const [short, long] = [tensor([2, 0]), tensor([0, 6])];
    expect(norm(slerp(short, long, 0.25))).toBeCloseTo(3, 6);
    expect(norm(slerp(short, long, 0.25, "keep-a"))).toBeCloseTo(2, 6);
    expect(norm(slerp(short, long, 0.25, "unit"))).toBeCloseTo(1, 6);
    expectValues(slerp(short, long, 1, "keep-a"), [0, 2]);
    expectValues(slerp(short, long, 0, "unit"), [1, 0]);
  });

  it("refuses opposite vectors, a zero vector and θ outside [0, 1]", () => {
    expect(() => slerp(a, scale(a, -3), 0.5)).toThrow(expect.objectContaining({ code: "antipodal" }));
    expect(() => slerp(a, zeros([4]), 0.5)).toThrow(expect.objectContaining({ code: "zero-vector" }));
    for (const theta of [-0.1, 1.1, Number.NaN]) {
      expect(() => slerp(a, b, theta)).toThrow(expect.objectContaining({ code: "range" }));
    }
    expect(() => slerp(a, e1, 0.5)).toThrow(expect.objectContaining({ code: "shape" }));
  });
});

describe("a text diff, made of normalize, subtract and slerp (unclip.md §6.19)", () => {
  const direction = normalize(subtract(tensor([0, 0.6, 0.8]), tensor([0, 0.8, 0.6])));

  it("turns the image embedding toward the difference of two captions", () => {
    expectValues(direction, [0, -Math.SQRT1_2, Math.SQRT1_2]);
    expectValues(slerp(e1, direction, 0.25, "keep-a"), [0.92387953, -0.27059805, 0.27059805]);
    expectValues(slerp(e1, direction, 0.5, "keep-a"), [Math.SQRT1_2, -0.5, 0.5]);
  });

  it("keeps the length of an image embedding that is not a unit vector", () => {
    expect(norm(slerp(scale(e1, 9), direction, 0.4, "keep-a"))).toBeCloseTo(9, 5);
  });

  it("refuses equal captions", () => {
    expect(() => normalize(subtract(e2, e2))).toThrow(expect.objectContaining({ code: "zero-vector" }));
  });
});

/** A unit vector at about `angle` radians from a unit vector. */
function nudged(from: Tensor, angle: number): Tensor {
  const data = from.data.slice();
  data[0] = data[0]! + angle;
  return normalize(tensor(data));
}

function distance(p: Tensor, q: Tensor): number {
  return norm(subtract(p, q));
}
