import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { tensor } from "@unclip/tensor";
import { expect, test } from "vitest";
import { noiseSlerp } from "./noise-slerp.ts";

const context = {} as NodeContext<Host>;

test("keeps the levels of an inversion, and refuses noises that were not made alike", async () => {
  const from = (values: number[], timesteps?: number[]) => ({
    sample: tensor(values),
    joint: "clip",
    ...(timesteps ? { timesteps } : {}),
  });
  const [half] = await noiseSlerp.execute(
    [{ a: from([1, 0], [9, 0]), b: from([0, 1], [9, 0]), theta: 0.5 }],
    context,
  );
  expect(half!.noise.timesteps).toEqual([9, 0]);
  expect(half!.noise.sample.data[0]).toBeCloseTo(Math.SQRT1_2, 6);
  const odd = noiseSlerp.execute([{ a: from([1, 0], [9, 0]), b: from([0, 1]), theta: 0.5 }], context);
  await expect(odd).rejects.toMatchObject({ code: "noise_mismatch" });
});
