/** Arithmetic on embeddings reaches to where no picture's embedding lies; the default decoder overlooks that part of it. */
import { normalize, projectPca, type Tensor } from "@unclip/tensor";
import { conceptOf, concepts, decode, openModel, packPca } from "@unclip/unclip";
import { expect, test } from "vitest";
import { defaultHost } from "../machine.ts";
import { apart } from "./apart.ts";

const host = defaultHost();
/** Principal components that differences of captions reach and pictures hardly differ along, counted from 0. */
const strays = [23, 25, 27];

/** z of norm 1 with its stray components so many standard deviations from the mean of pictures. */
async function strayed(z: Tensor, deviations: number): Promise<Tensor> {
  const pca = await packPca(await openModel(host, "emoji"));
  const { components, eigenvalues } = pca;
  const own = projectPca(pca, z, Math.max(...strays) + 1);
  const width = z.data.length;
  const data = z.data.slice();
  for (const k of strays) {
    const far = deviations * Math.sqrt(eigenvalues.data[k]!) - own.data[k]!;
    for (let i = 0; i < width; i++) data[i]! += far * components.data[k * width + i]!;
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
