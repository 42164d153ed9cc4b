/**
 * The diffusion prior: z_t and token states → z_i (paper §2.2).
 */
import { add, dot, multiply, normalize, scale, stack, type Tensor, unstack } from "@unclip/tensor";
import { type DiffuseOptions, diffuse } from "./diffuse.ts";
import type { Model, RoleSpec } from "./model.ts";
import type { StepReport } from "./progress.ts";
import { type Conditioning, roleNetwork } from "./role-network.ts";
import { repeated } from "./rows.ts";
import { randomOf } from "./streams.ts";
import { emptyText, type TextEncoding } from "./text-encoder.ts";

export interface PriorItem {
  readonly text: TextEncoding;
  /** What guidance steers away from. Default: the empty caption. */
  readonly negative?: TextEncoding | undefined;
  /** x_T [d] of all candidates. Default: drawn from the seed. */
  readonly noise?: Tensor | undefined;
  readonly seed: number;
  /** Classifier-free guidance scale. Default: the pack's. */
  readonly guidance?: number | undefined;
}

export interface PriorOptions extends DiffuseOptions {
  /** Samples per item, of which one is kept. Default: the pack's number. */
  readonly candidates?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((report: StepReport) => void) | undefined;
}

export interface PriorSample {
  /** The candidate that was kept: [d]. */
  readonly embedding: Tensor;
  /** All candidates, each [d]. */
  readonly candidates: readonly Tensor[];
  /** z_t · candidate, for each. */
  readonly dots: readonly number[];
}

/**
 * Samples image embeddings. Of an item's candidates the one with the largest dot product with z_t is kept
 * (paper §2.2), the first of equals.
 *
 * Latents are embeddings, standardised if the pack has statistics, then multiplied by the pack's scale. An item's stream
 * ({@link randomOf}) draws [candidates, d] for x_T (discarded if one is given), then [candidates, d] for each step that
 * adds noise.
 */
export async function samplePrior(
  model: Model,
  items: readonly PriorItem[],
  options: PriorOptions = {},
): Promise<PriorSample[]> {
  if (items.length === 0) return [];
  const spec = model.role("prior");
  const { width } = model.manifest.embedding;
  const count = options.candidates ?? spec.candidates;
  const shape = [count, width];
  const generators = items.map(({ seed }) => randomOf("prior", seed));
  const drawn = (i: number) => unstack(generators[i]!.normal(shape));
  const draw = () => stack(items.flatMap((_, i) => drawn(i)));
  const texts = items.flatMap(({ text }) => repeated(text, count));
  const empty = await emptyText(model);
  const network = roleNetwork({
    session: await model.session("prior"),
    spec,
    conditional: textRows(spec, texts),
    unconditional: textRows(
      spec,
      items.flatMap(({ negative }) => repeated(negative ?? empty, count)),
    ),
    guidance: items.flatMap(({ guidance }) => repeated(guidance ?? spec.guidance, count)),
    signal: options.signal,
  });
  const starts = items.map((_, i) => drawn(i));
  let latent = stack(items.flatMap(({ noise }, i) => (noise ? repeated(noise, count) : starts[i]!)));
  for await (const { step, steps, x } of diffuse(model, spec, network, latent, draw, options)) {
    latent = x;
    options.onStep?.({ step, steps });
  }
  const embeddings = unstack(latent).map((x) => fromLatent(model, spec, x));
  return items.map(({ text }, i) => best(text, embeddings.slice(i * count, (i + 1) * count)));
}

/** Keeps the candidate with the largest dot product with z_t, the first of equals (paper §2.2). */
export function best(text: TextEncoding, candidates: readonly Tensor[]): PriorSample {
  const dots = candidates.map((z) => dot(text.embedding, z));
  const kept = dots.indexOf(Math.max(...dots));
  return { embedding: candidates[kept]!, candidates, dots };
}

function textRows({ in: name }: RoleSpec<"prior">, texts: readonly TextEncoding[]): Conditioning {
  return {
    [name.embedding]: stack(texts.map((text) => text.embedding)),
    [name.tokens]: stack(texts.map((text) => text.tokens)),
    [name.mask]: texts.map((text) => text.mask),
  };
}

/** x_0 of the diffusion → an embedding of the pack's space. Normalised if the pack's embeddings are. */
function fromLatent(model: Model, spec: RoleSpec<"prior">, x: Tensor): Tensor {
  const { priorStatistics: statistics } = model;
  const standard = scale(x, 1 / spec.scale);
  const z = statistics ? add(multiply(standard, statistics.std), statistics.mean) : standard;
  return model.manifest.embedding.unitNorm ? normalize(z) : z;
}
