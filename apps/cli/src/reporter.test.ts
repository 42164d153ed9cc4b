import { expect, test } from "vitest";
import { textReporter } from "./reporter.ts";

test("what a node remarked stands below its line", () => {
  const told: string[] = [];
  const reporter = textReporter({ isTTY: false, write: (text: string) => told.push(text) > 0 });
  const finished = {
    event: "node-finished",
    node: "encode",
    cached: false,
    milliseconds: 3,
    outputs: {},
  } as const;
  reporter.event({ ...finished, seq: 1 });
  reporter.event({
    ...finished,
    seq: 2,
    remarks: ['"zzyzx" is a word that the model has not learned; it guesses.'],
  });
  expect(told.map((line) => line.trimEnd())).toEqual([
    "encode           computed      3 ms",
    'encode           computed      3 ms  \n                 remark   "zzyzx" is a word that the model has not learned; it guesses.',
  ]);
});
