import { full } from "@unclip/tensor";
import { expect, test } from "vitest";
import { defaultsOf, embeddingOf, smallContext, valuesOf } from "../testing/run-node.ts";
import { ddimInvert } from "./ddim-invert.ts";
import { decode } from "./decode.ts";

const own = { ...defaultsOf(ddimInvert), embedding: undefined, text: undefined, steps: 5, refinements: 0 };

test("gives the x_T that decode returns to the picture from, with its levels", async () => {
  const { context, heard } = await smallContext();
  const image = full([3, 2, 2], 0.5);
  const embedding = embeddingOf([0.5, 0.5, 0.5, 1]);
  const [made] = await ddimInvert.execute([{ ...own, image, embedding }], context);
  expect(made!.error).toBeCloseTo(0, 6);
  expect(made!.noise.joint).toBe("small");
  expect(made!.noise.sample.shape).toEqual([3, 2, 2]);
  expect(made!.noise.timesteps).toEqual([950, 712, 475, 238, 0]);
  expect(heard.steps.at(-1)).toBe(1);
  const given = { ...defaultsOf(decode), embedding, text: undefined, noise: made!.noise };
  const [back] = await decode.execute([given], context);
  expect(valuesOf(back!.image)).toEqual(valuesOf(image));
});

test("the error is that of the picture that comes back: half the difference of pixels in [−1, 1]", async () => {
  const { context } = await smallContext();
  const image = full([3, 2, 2], 0.5);
  const [made] = await ddimInvert.execute([{ ...own, image, embedding: embeddingOf([0, 0, 0, 1]) }], context);
  expect(made!.error).toBeCloseTo(0.25, 6);
});

test("left to the pack it takes the pack's number of inversion steps, not the decoder's", async () => {
  const { context } = await smallContext();
  const [made] = await ddimInvert.execute([{ ...own, image: full([3, 2, 2], 0), steps: "pack" }], context);
  expect(made!.noise.timesteps).toHaveLength(6);
});

test("ends at the level that it is told, and resizes pictures to what the decoder draws", async () => {
  const { context } = await smallContext();
  const [made] = await ddimInvert.execute([{ ...own, image: full([3, 9, 4], 0), tMax: 400 }], context);
  expect(made!.noise.timesteps![0]).toBe(400);
  expect(made!.noise.sample.shape).toEqual([3, 2, 2]);
  await expect(
    ddimInvert.execute([{ ...own, image: full([3, 2, 2], 0), tMax: 5000 }], context),
  ).rejects.toMatchObject({ code: "timesteps" });
});
