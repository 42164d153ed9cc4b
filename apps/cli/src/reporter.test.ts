import { expect, test } from "vitest";
import { textReporter } from "./reporter.ts";

/** A reporter and what it wrote. */
function listen(isTTY = false) {
  const told: string[] = [];
  return { told, reporter: textReporter({ isTTY, write: (text: string) => told.push(text) > 0 }) };
}
const finished = {
  event: "node-finished",
  node: "encode",
  cached: false,
  milliseconds: 3,
  outputs: {},
} as const;

test("what a node remarked stands below its line", () => {
  const { told, reporter } = listen();
  reporter.event({ ...finished, seq: 1 });
  reporter.event({
    ...finished,
    seq: 2,
    remarks: ['"zzyzx" is a word that the model has not learned; it guesses.'],
  });
  expect(told.map((line) => line.trimEnd())).toEqual([
    "encode           computed      3 ms",
    "encode           computed      3 ms",
    '                 remark   "zzyzx" is a word that the model has not learned; it guesses.',
  ]);
});

test("no text of a graph reaches the terminal as a command, and none begins a line", () => {
  const { told, reporter } = listen(true);
  const evil = "\x1b]0;owned\x07 a\u202eb \u009b31m\ndone: 9 computed";
  const outputs = { out: { kind: "text", items: [{ text: evil }] } };
  reporter.event({ ...finished, seq: 1, outputs, remarks: [evil] });
  reporter.event({ event: "node-failed", node: "a", seq: 2, error: { code: "node_failed", message: evil } });
  reporter.wrote(evil);
  reporter.note(evil);
  for (const line of told) {
    expect(line.startsWith("\r\x1b[K")).toBe(true);
    expect(line.slice(4, -1)).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(line).toContain("\\x1b]0;owned\\x07 a\\u202eb \\x9b31m\\ndone");
  }
  expect(told).toHaveLength(5);
});
