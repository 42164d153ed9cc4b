/**
 * The upsamplers: diffusion in pixels under the enlarged low-resolution picture, without text or guidance (paper §2.1).
 */
import { HostError } from "@unclip/host";
import { clamp, resizeBicubic, stack, type Tensor, unstack } from "@unclip/tensor";
import { type DiffuseOptions, diffuse } from "./diffuse.ts";
import type { Model } from "./model.ts";
import { firstRows, type PictureReport } from "./progress.ts";
import { roleNetwork } from "./role-network.ts";
import { randomOf } from "./streams.ts";

export interface UpsampleItem {
  /** A picture of the size that the stage takes: [3, from, from]. */
  readonly image: Tensor;
  readonly seed: number;
}

export interface UpsampleOptions extends DiffuseOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((report: PictureReport) => void) | undefined;
}

/**
 * Enlarges pictures by stage 0 (the paper's 64→256) or 1 (256→1024): each [3, from, from] → [3, to, to] in [−1, 1].
 * An item's stream ({@link randomOf}) draws x_T, then noise for each step that adds some.
 */
export async function upsample(
  model: Model,
  stage: 0 | 1,
  items: readonly UpsampleItem[],
  options: UpsampleOptions = {},
): Promise<Tensor[]> {
  if (items.length === 0) return [];
  const spec = model.role(`upsampler.${stage}`);
  const low = items.map(({ image }) => {
    if (image.shape.join() === [3, spec.from, spec.from].join())
      // Bicubic overshoots at edges. Upsamplers are trained on pictures within [−1, 1], so clamp.
      return clamp(resizeBicubic(image, spec.to, spec.to), -1, 1);
    const [, height, width] = image.shape;
    throw new HostError(
      "image_size",
      `Found a picture of ${width}×${height}, expected ${spec.from}×${spec.from} for upsampler.${stage} of this pack. Connect the stage before it.`,
    );
  });
  const network = roleNetwork({
    session: await model.session(`upsampler.${stage}`),
    spec,
    beside: stack(low),
    signal: options.signal,
  });
  const generators = items.map(({ seed }) => randomOf(`upsampler.${stage}`, seed));
  const noise = () => stack(generators.map((source) => source.normal([3, spec.to, spec.to])));
  let last = noise();
  for await (const { step, steps, x, x0 } of diffuse(model, spec, network, last, noise, options)) {
    last = x;
    options.onStep?.({ step, steps, pictures: async (first) => unstack(clamp(firstRows(x0, first), -1, 1)) });
  }
  return unstack(clamp(last, -1, 1));
}
