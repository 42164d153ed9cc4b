import { describe, expect, it } from "vitest";
import { inversionTimesteps, inversionWarnings } from "./inversion.ts";

describe("inversionTimesteps", () => {
  it("descends evenly from below the top of the schedule to 0", () => {
    expect(inversionTimesteps(1000, 3)).toEqual([950, 475, 0]);
    expect(inversionTimesteps(1000, 3, 900)).toEqual([900, 450, 0]);
    expect(inversionTimesteps(100, 1)).toEqual([95]);
  });

  it("refuses levels outside the schedule", () => {
    for (const [n, top] of [
      [3, 1000],
      [3, -1],
      [3, 1.5],
      [0, 950],
      [952, 950],
    ] as const) {
      expect(() => inversionTimesteps(1000, n, top)).toThrow(expect.objectContaining({ code: "timesteps" }));
    }
  });
});

describe("inversionWarnings (unclip.md §6.17)", () => {
  it("warns of clipping and of guidance, and of nothing else", () => {
    const none = { kind: "none" } as const;
    expect(inversionWarnings({ clip: none, guidance: 1 })).toEqual([]);
    expect(inversionWarnings({ clip: none, guidance: [1, 1] })).toEqual([]);
    expect(inversionWarnings({ clip: { kind: "range", value: 1 }, guidance: 1 })).toHaveLength(1);
    expect(inversionWarnings({ clip: none, guidance: [1, 4] })).toHaveLength(1);
    expect(inversionWarnings({ clip: { kind: "dynamic", ratio: 0.995, max: 2 }, guidance: 4 })).toHaveLength(
      2,
    );
  });
});
