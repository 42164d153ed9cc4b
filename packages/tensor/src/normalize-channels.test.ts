import { describe, expect, it } from "vitest";
import { normalizeChannels } from "./normalize-channels.ts";
import { full, zeros } from "./tensor.ts";

const MEAN = [0.48145466, 0.4578275, 0.40821073];
const STD = [0.26862954, 0.26130258, 0.27577711];

describe("normalizeChannels (unclip.md §6.24)", () => {
  it.each([
    ["black", 0, [-1.792263, -1.752097, -1.48022]],
    ["white", 1, [1.930336, 2.074884, 2.145897]],
  ])("maps %s to CLIP's values, in every image of a batch", (_, value, expected) => {
    const { data } = normalizeChannels(full([2, 3, 1, 2], value), MEAN, STD);
    for (let i = 0; i < 12; i++) expect(data[i]).toBeCloseTo(expected[Math.floor(i / 2) % 3]!, 6);
  });

  it("refuses statistics that do not fit", () => {
    expect(() => normalizeChannels(zeros([1, 2, 2]), MEAN, STD)).toThrow(
      expect.objectContaining({ code: "shape" }),
    );
    expect(() => normalizeChannels(zeros([3, 2, 2]), MEAN, [1, 0, 1])).toThrow(
      expect.objectContaining({ code: "range" }),
    );
  });
});
