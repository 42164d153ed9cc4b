/** evaluation-text-encode and evaluation-image-encode: the CLIP that judges has a space of its own. */
import { full } from "@unclip/tensor";
import { expect, test } from "vitest";
import { defaultsOf, smallContext, valuesOf } from "../testing/run-node.ts";
import { evaluationImageEncode } from "./evaluation-image-encode.ts";
import { evaluationTextEncode } from "./evaluation-text-encode.ts";

test("captions and pictures are embedded by the pack's second CLIP", async () => {
  const { context } = await smallContext();
  const [text] = await evaluationTextEncode.execute(
    [{ ...defaultsOf(evaluationTextEncode), text: "rrg" }],
    context,
  );
  const [image] = await evaluationImageEncode.execute([{ image: full([3, 2, 2], 0.5) }], context);
  expect([valuesOf(text!.embedding.vector), valuesOf(image!.embedding.vector)]).toEqual([
    [2, 1],
    [0.5, 1],
  ]);
  expect(text!.embedding.space).toEqual({ joint: "judge", modality: "text", width: 2 });
  expect(image!.embedding.space).toEqual({ joint: "judge", modality: "image", width: 2 });
});
