import { full, tensor } from "@unclip/tensor";
import { expect, test } from "vitest";
import { clipImageEncode } from "./clip-image-encode.ts";
import { smallContext, valuesOf } from "./testing/run-node.ts";

test("gives each picture's embedding in the pack's image space, whatever its size", async () => {
  const { context } = await smallContext();
  const image = tensor(
    [...new Array(4).fill(0.5), ...new Array(4).fill(-1), ...new Array(4).fill(0)],
    [3, 2, 2],
  );
  const [colours, grey] = await clipImageEncode.execute(
    [{ image }, { image: full([3, 7, 5], 0.25) }],
    context,
  );
  expect(valuesOf(colours!.embedding.vector)).toEqual([0.5, -1, 0, 1]);
  expect(colours!.embedding.space).toEqual({ joint: "small", modality: "image", width: 4 });
  expect(valuesOf(grey!.embedding.vector)).toEqual([0.25, 0.25, 0.25, 1]);
});
