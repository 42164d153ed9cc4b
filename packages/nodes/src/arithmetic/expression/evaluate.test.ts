import { tensor } from "@unclip/tensor";
import { describe, expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";
import { longest, parseExpression } from "./parse.ts";

const names = { a: tensor([1, 0]), b: tensor([0, 2]), c: tensor([-3, 0]), t: 0.5 };
const compute = (source: string) => {
  const value = evaluate(source, parseExpression(source), names);
  return typeof value === "number" ? value : [...value.data];
};

test.each([
  ["a", [1, 0]],
  ["a + b − c", [4, 2]],
  ["a - (b - c)", [-2, -2]],
  ["2 × a + b ÷ 4", [2, 0.5]],
  ["a*2/4*-1", [-0.5, 0]],
  ["--a", [1, 0]],
  ["1e1 * .5 * a", [5, 0]],
  ["(1 + 2 * 3 - 4 / 2) * a", [5, 0]],
  ["10 - 4 - 3", 3],
  ["16 / 4 / 2", 2],
  ["t * b", [0, 1]],
  ["norm(c)", [-1, 0]],
  ["mean(a, b, c)", [-2 / 3, 2 / 3].map(Math.fround)],
  ["slerp(a, norm(b), 0)", [1, 0]],
  ["slerp(a, norm(b), t + 0.5)", [0, 1]],
  ["  a\n+\tb ", [1, 2]],
  ["A – b", [1, -2]],
  ["a — B", [1, -2]],
  ["a\u00a0+\u200b b\r\n\ufeff", [1, 2]],
  ["２＊（ａ＋ｂ）／４", [0.5, 1]],
  ["Mean(A, B，C)", [-2 / 3, 2 / 3].map(Math.fround)],
  ["2 ⋅ a ∕ 4 ‑ b", [0.5, -2]],
])("%s", (source, expected) => {
  expect(compute(source)).toEqual(expected);
});

describe("an error shows the place", () => {
  test.each([
    ["a + ", "expression_invalid", 4, "the end"],
    ["a b", "expression_invalid", 2, '"b"'],
    ["(a + b", "expression_invalid", 6, 'expected ")"'],
    ["a + ) b", "expression_invalid", 4, '")"'],
    ["", "expression_invalid", 0, "the end"],
    ["a + €", "expression_invalid", 4, '"€"'],
    ["a; b", "expression_invalid", 1, '";"'],
    ["1e999 * a", "expression_invalid", 0, "too large"],
    ["exp(a)", "expression_invalid", 0, "norm(), slerp(), mean()"],
    ["norm()", "expression_invalid", 5, '")"'],
    ["a + king", "expression_value", 4, "a, b, c, t"],
    ["a + constructor", "expression_value", 4, "constructor"],
    ["a × b", "expression_value", 2, "product of two embeddings"],
    ["1 / a", "expression_value", 2, "division by an embedding"],
    ["a / (t - 0.5)", "expression_value", 2, "division by zero"],
    ["a + 1", "expression_value", 2, "a number and an embedding"],
    ["a + norm(a - a)", "expression_value", 4, "zeros"],
    ["slerp(a, c, t)", "expression_value", 0, "opposite"],
    ["slerp(a, b, 2)", "expression_value", 0, "[0, 1]"],
    ["slerp(a, b)", "expression_value", 0, "two embeddings and a number"],
    ["mean(a, 1)", "expression_value", 0, "embeddings"],
    ["1e30 * (1e30 * a)", "expression_value", 5, "too large"],
  ])("%j", (source, code, column, words) => {
    const thrown = (() => {
      try {
        return compute(source);
      } catch (error) {
        return error as { code: string; message: string };
      }
    })() as { code: string; message: string };
    expect(thrown.code).toBe(code);
    const [message, shown, caret] = thrown.message.split("\n");
    expect(message).toContain(words);
    expect(shown).toBe(source);
    expect(caret).toBe(`${" ".repeat(column)}^`);
  });
});

test("an expression that is too long is refused unread; the deepest that fits is read", () => {
  const deep = `${"(".repeat(249)}a${")".repeat(249)}`;
  expect(compute(deep)).toEqual([1, 0]);
  expect(() => parseExpression(`${deep}${" ".repeat(longest)}`)).toThrow(
    expect.objectContaining({
      code: "expression_invalid",
      message: expect.stringContaining("at most 500"),
    }),
  );
  expect(compute(`${"-".repeat(longest - 1)}a`)).toEqual([-1, 0]);
});
