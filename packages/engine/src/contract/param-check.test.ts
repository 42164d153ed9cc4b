import { describe, expect, it } from "vitest";
import { integer, number, paramFault } from "../index.ts";

const about = { title: "T", about: "A." };
const steps = integer({ ...about, default: "pack", words: ["pack"], min: 1, max: 9 });
const guidance = number({ ...about, default: "pack", words: ["pack", "none"], min: 0, max: 30 });

describe("words beside numbers", () => {
  it.each([
    [steps, "pack"],
    [steps, 9],
    [guidance, "none"],
    [guidance, 0],
  ])("%# fits", (param, value) => {
    expect(paramFault(param, value)).toBeUndefined();
  });

  it("are the only texts that fit", () => {
    expect(paramFault(guidance, "auto")).toMatchObject({
      code: "param_kind",
      found: '"auto"',
      expected: 'a number from 0 to 30 or "pack" or "none"',
    });
    expect(paramFault(integer({ ...about, default: 1, min: 1, max: 9 }), "pack")?.code).toBe("param_kind");
  });

  it("are what a 0 is to become where 0 once stood for one", () => {
    expect(paramFault(steps, 0)).toEqual({
      code: "param_range",
      found: "0",
      expected: 'a whole number from 1 to 9 or "pack"',
      remedy: 'Set it to "pack", say',
    });
    expect(paramFault(steps, 10)?.remedy).toBe("Set it to 9, say");
  });
});
