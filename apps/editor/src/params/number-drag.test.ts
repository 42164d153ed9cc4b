import { describe, expect, it } from "vitest";
import { dragValue, landOn, typedValue, typedWord } from "./number-drag.ts";

const steps = { min: 1, max: 1000, step: 1 };
const guidance = { min: 0, max: 30, step: 0.1 };

describe("dragging a number", () => {
  it("moves by one for every three pixels at a two-digit integer", () => {
    expect(dragValue(25, 30, steps)).toBe(35);
    expect(dragValue(25, -30, steps)).toBe(15);
  });

  it("goes ten times finer and coarser", () => {
    expect(dragValue(2, 30, guidance, "fine")).toBe(2.1);
    expect(dragValue(2, 30, guidance)).toBe(3);
    expect(dragValue(2, 30, guidance, "coarse")).toBe(12);
  });

  it("stops at the limits", () => {
    expect(dragValue(25, -10_000, steps)).toBe(1);
    expect(dragValue(25, 10_000, guidance)).toBe(30);
  });

  it("lands on steps without rounding dirt", () => {
    expect(landOn(0.30000000000000004, guidance)).toBe(0.3);
  });
});

describe("typing a number", () => {
  it("takes a comma, clamps, and rounds integers", () => {
    expect(typedValue("2,5", guidance, false)).toBe(2.5);
    expect(typedValue("5000", steps, true)).toBe(1000);
    expect(typedValue("3.6", steps, true)).toBe(4);
  });

  it("refuses what is no number", () => {
    for (const text of ["", "  ", "abc", "1e999"]) expect(typedValue(text, steps, true)).toBeUndefined();
  });

  it("takes the words that may stand in its place, and no others", () => {
    expect(typedWord(" Pack", ["pack", "none"])).toBe("pack");
    expect(typedWord("auto", ["pack"])).toBeUndefined();
    expect(typedWord("pack")).toBeUndefined();
  });
});
