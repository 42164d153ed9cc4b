import { afterEach, expect, test, vi } from "vitest";
import { printable, printJson } from "./terminal.ts";

afterEach(() => vi.restoreAllMocks());

test.each([
  ["\x1b[2J", "\\x1b[2J"],
  ["\u009b2J", "\\x9b2J"],
  ["a\r\nb\tc\x7f", "a\\r\\nb\\tc\\x7f"],
  ["\u202eevil\u2066", "\\u202eevil\\u2066"],
  ["\u2028\u2029\ufeff\u200b", "\\u2028\\u2029\\ufeff\\u200b"],
  ["\ud800", "\\ud800"],
  ["\u{e0001}", "\\udb40\\udc01"],
])("%j is printed as %s", (text, shown) => {
  expect(printable(text)).toBe(shown);
});

test.each(["ハート ❤️", "👩‍👩‍👧", "می‌خواهم", "é", "✗ · × −1"])("%s stays as it is", (text) => {
  expect(printable(text)).toBe(text);
});

test("JSON stays JSON, with the same value", () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const value = { "a\u009bb": ["\x1b\n\u202e\x7f\u{e0001} \\ ハート"] };
  printJson(value, 2);
  const [[text]] = log.mock.calls as [[string]];
  expect(JSON.parse(text)).toEqual(value);
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
});
