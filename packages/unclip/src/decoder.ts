/**
 * The decoder: z_i, and text if the pack supports it → a picture (paper §2.1).
 */
import { HostError } from "@unclip/host";
import { stack, type Tensor, unstack } from "@unclip/tensor";
import { toPictures } from "./autoencoder.ts";
import { type DiffuseOptions, diffuse } from "./diffuse.ts";
import type { Model, RoleSpec } from "./model.ts";
import { firstRows, type PictureReport } from "./progress.ts";
import { type Conditioning, roleNetwork } from "./role-network.ts";
import { repeated } from "./rows.ts";
import { randomOf } from "./streams.ts";
import { emptyText, type TextEncoding } from "./text-encoder.ts";

export interface DecodeItem {
  /** z_i, or z_t in its place (paper, Figure 8): [d]. Default: the pack's null embedding. */
  readonly embedding?: Tensor | undefined;
  /** Caption, for decoders that read text. Default: the empty caption. */
  readonly text?: TextEncoding | undefined;
  /** x_T, in the shape that the decoder diffuses. Default: drawn from the seed. */
  readonly noise?: Tensor | undefined;
  readonly seed: number;
  /** Classifier-free guidance scale. Default: the pack's. */
  readonly guidance?: number | undefined;
}

export interface DecodeOptions extends DiffuseOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called after each step. Reading `pictures` runs the autoencoder's decoder if the pack has one. */
  readonly onStep?: ((report: PictureReport) => void) | undefined;
}

/**
 * Decodes embeddings to pictures [3, H, W] in [−1, 1]. Guidance steers away from no embedding and no text.
 *
 * An item's stream ({@link randomOf}) is that of its seed. It draws x_T (discarded if one is given), then noise for
 * each step that adds some.
 */
export async function decode(
  model: Model,
  items: readonly DecodeItem[],
  options: DecodeOptions = {},
): Promise<Tensor[]> {
  if (items.length === 0) return [];
  const spec = model.role("decoder");
  const generators = items.map(({ seed }) => randomOf("decoder", seed));
  const drawn = generators.map((source) => source.normal(spec.shape));
  const start = stack(items.map(({ noise }, i) => (noise ? shaped(spec, noise) : drawn[i]!)));
  const network = roleNetwork({
    session: await model.session("decoder"),
    spec,
    conditional: await conditioning(model, items),
    unconditional: await conditioning(model, repeated({}, items.length)),
    guidance: items.map(({ guidance }) => guidance ?? spec.guidance),
    signal: options.signal,
  });
  const noise = () => stack(generators.map((source) => source.normal(spec.shape)));
  let last = start;
  for await (const { step, steps, x, x0 } of diffuse(model, spec, network, start, noise, options)) {
    last = x;
    options.onStep?.({
      step,
      steps,
      pictures: async (first) => unstack(await toPictures(model, firstRows(x0, first), options.signal)),
    });
  }
  return unstack(await toPictures(model, last, options.signal));
}

/** The decoder's conditioning. Missing inputs default to the null embedding and the empty caption. */
export async function conditioning(
  model: Model,
  items: readonly Pick<DecodeItem, "embedding" | "text">[],
): Promise<Conditioning> {
  const { in: name } = model.role("decoder");
  const empty = name.tokens || name.mask ? await emptyText(model) : undefined;
  const texts = empty ? items.map(({ text }) => text ?? empty) : [];
  return {
    [name.embedding]: stack(items.map(({ embedding }) => embedding ?? model.nullEmbedding)),
    ...(name.tokens ? { [name.tokens]: stack(texts.map((text) => text.tokens)) } : {}),
    ...(name.mask ? { [name.mask]: texts.map((text) => text.mask) } : {}),
  };
}

/** Noise of the decoder's shape. Throws HostError `noise_shape` for another. */
function shaped(spec: RoleSpec<"decoder">, noise: Tensor): Tensor {
  if (noise.shape.join() === spec.shape.join()) return noise;
  throw new HostError(
    "noise_shape",
    `Found noise of shape [${noise.shape.join(", ")}], expected [${spec.shape.join(", ")}], what this pack's decoder diffuses. Make it with the same pack.`,
  );
}
