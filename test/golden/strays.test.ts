/** Arithmetic on embeddings reaches to where no picture's embedding lies; the default decoder overlooks that part of it. */
import { normalize, type Tensor } from "@unclip/tensor";
import { conceptOf, concepts, decode, openModel, packPca } from "@unclip/unclip";
import { expect, test } from "vitest";
import { defaultHost } from "../machine.ts";

const host = defaultHost();
/** Principal components that differences of captions reach and pictures hardly differ along, counted from 0. */
const strays = [23, 25, 27];

/** Root mean square of pixels in 0..1. */
const apart = (a: Tensor, b: Tensor) =>
  Math.sqrt(a.data.reduce((sum, x, i) => sum + ((x - b.data[i]!) / 2) ** 2, 0) / a.data.length);

/** z of norm 1 with its stray components so many standard deviations from the mean of pictures. */
async function strayed(z: Tensor, deviations: number): Promise<Tensor> {
  const { mean, components, eigenvalues } = await packPca(await openModel(host, "emoji"));
  const width = z.data.length;
  const data = z.data.slice();
  for (const k of strays) {
    const axis = components.data.subarray(k * width, (k + 1) * width);
    const own = axis.reduce((sum, x, i) => sum + x * (z.data[i]! - mean.data[i]!), 0);
    const far = deviations * Math.sqrt(eigenvalues.data[k]!) - own;
    for (let i = 0; i < width; i++) data[i]! += far * axis[i]!;
  }
  return normalize({ data, shape: z.shape });
}

test.each(["red heart", "red apple", "taxi"])(
  "the picture of %s stays when its embedding strays",
  async (label) => {
    const model = await openModel(host, "emoji");
    const { embedding } = conceptOf(await concepts(model), label);
    const items = await Promise.all([0, 12, -12].map((deviations) => strayed(embedding, deviations)));
    const [plain, ...pictures] = await decode(
      model,
      items.map((z) => ({ embedding: z, seed: 1 })),
      { steps: 8 },
    );
    for (const picture of pictures) expect(apart(picture, plain!)).toBeLessThan(0.1);
  },
);
