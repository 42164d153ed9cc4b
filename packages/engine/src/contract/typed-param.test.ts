import { describe, expect, it } from "vitest";
import { boolean, integer, number, numberList, type Param, seed, textList } from "./param.ts";
import { typedParam } from "./typed-param.ts";

const words = { title: "T", about: "A." };
const steps = integer({ ...words, default: "pack", words: ["pack"], min: 1, max: 1000 });
const amount = number({ ...words, default: 0, min: -10, max: 10 });
const numbers = numberList({ ...words, of: "number", default: [], maxItems: 4 });
const lines = textList({ ...words, of: "text", default: [], maxItems: 3 });

describe("typedParam", () => {
  it.each<[Param, string, unknown]>([
    [steps, "12", 12],
    [steps, "007", 7],
    [steps, "pack", "pack"],
    [seed(), "9007199254740991", Number.MAX_SAFE_INTEGER],
    [seed(), "-0", 0],
    [amount, "-.5", -0.5],
    [amount, "5.", 5],
    [amount, "1e-3", 0.001],
    [boolean({ ...words, default: false }), "true", true],
    [numbers, "1, 2.5;-3\n4", [1, 2.5, -3, 4]],
    [numbers, " ", []],
    [lines, "a \r\n\r\n b\n", ["a", "b"]],
  ])("%#: reads %j", (param, text, value) => {
    expect(typedParam(param, text)).toEqual({ value });
  });

  it.each<[Param, string, string, RegExp]>([
    [steps, "0x10", "param_kind", /whole number from 1 to 1000 or "pack"/],
    [steps, "1e3", "param_kind", /whole number/],
    [steps, "2.5", "param_kind", /whole number/],
    [steps, " 5 ", "param_kind", /whole number/],
    [steps, "1_000", "param_kind", /whole number/],
    [steps, "٣", "param_kind", /whole number/],
    [steps, "５", "param_kind", /whole number/],
    [steps, "+5", "param_kind", /whole number/],
    [steps, "", "param_kind", /whole number/],
    [steps, "Pack", "param_kind", /"pack"/],
    [seed(), "-1", "param_range", /from 0 to 2\^53−1/],
    [seed(), "9007199254740993", "param_range", /from 0 to 2\^53−1/],
    [seed(), `1${"0".repeat(400)}`, "param_kind", /from 0 to 2\^53−1/],
    [amount, "1e999", "param_kind", /from -10 to 10/],
    [amount, "Infinity", "param_kind", /from -10 to 10/],
    [amount, "NaN", "param_kind", /from -10 to 10/],
    [amount, "0,5", "param_kind", /from -10 to 10/],
    [boolean({ ...words, default: false }), "yes", "param_kind", /true or false/],
    [numbers, "1,,2", "param_kind", /decimal numbers/],
    [numbers, "1,x", "param_kind", /decimal numbers/],
    [numbers, "1,2,", "param_kind", /decimal numbers/],
    [numbers, "1 2 3 4 5", "param_range", /at most 4/],
    [lines, "a\nb\nc\nd", "param_range", /at most 3/],
  ])("%#: refuses %j", (param, text, code, expected) => {
    const read = typedParam(param, text);
    expect(read).toMatchObject({ fault: { code, expected: expect.stringMatching(expected) } });
  });

  it("reads a megabyte of digits that are no number in linear time", () => {
    expect(typedParam(amount, `${"1".repeat(1_000_000)}x`)).toHaveProperty("fault");
  });
});
