import { expect, test } from "vitest";
import { defaultsOf, smallContext, valuesOf } from "../testing/run-node.ts";
import { clipTextEncode } from "./clip-text-encode.ts";

const own = defaultsOf(clipTextEncode);

test("gives each caption's embedding in the pack's text space, its token states and its mask", async () => {
  const { context } = await smallContext();
  const [heart, empty] = await clipTextEncode.execute(
    [
      { ...own, text: "rrg" },
      { ...own, text: "" },
    ],
    context,
  );
  expect(valuesOf(heart!.embedding.vector)).toEqual([2, 1, 0, 1]);
  expect(heart!.embedding.space).toEqual({ joint: "small", modality: "text", width: 4 });
  expect(valuesOf(heart!.text.tokens)).toEqual([1, 3, 3, 4, 2, 0]);
  expect(heart!.text.mask).toEqual([true, true, true, true, true, false]);
  expect(valuesOf(empty!.embedding.vector)).toEqual([0, 0, 0, 1]);
});

test("remarks on a caption that is longer than the model reads, and keeps its end token", async () => {
  const { context, heard } = await smallContext();
  const [long] = await clipTextEncode.execute([{ ...own, text: "rrrrrrr" }], context);
  expect(valuesOf(long!.text.tokens)).toEqual([1, 3, 3, 3, 3, 2]);
  expect(long!.text).toMatchObject({ truncated: true, cut: "rrrrrrr" });
  expect(heard.remarks).toEqual([
    expect.stringMatching(/longer than the model reads \(6 tokens\): "rrrrrrr" was left out/),
    expect.stringMatching(/"rrrrrrr" is a word that the model has not learned.*red, green, blue/),
  ]);
});
