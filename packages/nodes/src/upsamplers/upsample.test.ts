import { full } from "@unclip/tensor";
import { expect, test } from "vitest";
import { defaultsOf, smallContext, valuesOf } from "../testing/run-node.ts";
import { upsample } from "./upsample.ts";

const own = defaultsOf(upsample);

test("enlarges each picture by the pack's stage", async () => {
  const { context, heard } = await smallContext();
  const made = await upsample.execute(
    [0.5, -1].map((value) => ({ ...own, image: full([3, 2, 2], value) })),
    context,
  );
  for (const [i, value] of [0.5, -1].entries()) {
    expect(made[i]!.image.shape).toEqual([3, 4, 4]);
    expect(new Set(valuesOf(made[i]!.image))).toEqual(new Set([value]));
  }
  expect(heard.steps.at(-1)).toBe(1);
});

test("names the size that a stage takes, and the stage that a pack lacks", async () => {
  const { context } = await smallContext();
  await expect(upsample.execute([{ ...own, image: full([3, 4, 4], 0) }], context)).rejects.toMatchObject({
    code: "image_size",
    message: expect.stringContaining("Found a picture of 4×4, expected 2×2"),
  });
  await expect(
    upsample.execute([{ ...own, stage: "second", image: full([3, 4, 4], 0) }], context),
  ).rejects.toMatchObject({ code: "model_role_missing", message: expect.stringContaining("upsampler.1") });
});
