import { describe, expect, it } from "vitest";
import { sinusoid } from "./sinusoid.ts";

describe("sinusoid (unclip.md §6.25)", () => {
  const expected = [
    -0.83907151, 0.54030234, 0.99500418, 0.99994999, -0.54402111, 0.84147096, 0.09983341, 0.00999983,
  ];

  it("embeds t = 10 in 8 numbers, cosines first", () => {
    const { data } = sinusoid(10, 8, { flip: true, shift: 0 });
    expected.forEach((value, i) => {
      expect(data[i]).toBeCloseTo(value, 6);
    });
  });

  it("puts sines first without flip, and reaches the longest period with shift 1", () => {
    const plain = sinusoid(10, 8, { flip: false, shift: 0 }).data;
    expect(plain[0]).toBeCloseTo(expected[4]!, 7);
    expect(plain[4]).toBeCloseTo(expected[0]!, 7);
    expect(sinusoid(10, 8, { flip: false, shift: 1, maxPeriod: 100 }).data[3]).toBeCloseTo(Math.sin(0.1), 7);
  });

  it("refuses an odd width", () => {
    expect(() => sinusoid(1, 7, { flip: true, shift: 0 })).toThrow(
      expect.objectContaining({ code: "range" }),
    );
    expect(() => sinusoid(1, 2, { flip: true, shift: 1 })).toThrow(
      expect.objectContaining({ code: "range" }),
    );
  });
});
