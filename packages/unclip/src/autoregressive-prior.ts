/**
 * The autoregressive prior: a caption → the codes of an embedding, sampled one by one → z_i (paper §2.2).
 */
import type { Feed, Session } from "@unclip/host";
import { dot, normalize, sliceBatch, stack, type Tensor } from "@unclip/tensor";
import { packCodebook } from "./codebook.ts";
import type { Model } from "./model.ts";
import type { StepReport } from "./progress.ts";
import { feedRows, repeated } from "./rows.ts";
import { guidedLogits, sampleCode, sampleDotBucket } from "./sample-code.ts";
import { randomOf } from "./streams.ts";
import { emptyText, type TextEncoding } from "./text-encoder.ts";

/** Missing settings default to the pack's. */
export interface CodeItem {
  readonly text: TextEncoding;
  readonly seed: number;
  /** Classifier-free guidance on logits. */
  readonly guidance?: number | undefined;
  /** Divides logits; 0 takes the likeliest code. */
  readonly temperature?: number | undefined;
  /** Total probability of the codes to draw from, 0..1. */
  readonly topP?: number | undefined;
  /** The requested dot product z_t · z_i is drawn from above this percentile, 0..100. */
  readonly percentile?: number | undefined;
}

export interface CodeOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((report: StepReport) => void) | undefined;
}

export interface CodeSample {
  /** z_i: [d]. */
  readonly embedding: Tensor;
  readonly codes: readonly number[];
  /** The bucket of the requested dot product. */
  readonly dotBucket: number;
  /** z_t · z_i of the result. */
  readonly dot: number;
}

/**
 * Samples image embeddings. An item's stream ({@link randomOf}) draws one uniform value for the dot
 * product, then one for each code. Items beyond the limit of a model call follow in further rounds.
 */
export async function sampleCodes(
  model: Model,
  items: readonly CodeItem[],
  options: CodeOptions = {},
): Promise<CodeSample[]> {
  if (items.length === 0) return [];
  const spec = model.role("autoregressive-prior");
  const codebook = await packCodebook(model);
  const guided = items.some(({ guidance }) => (guidance ?? spec.guidance) !== 1);
  const most = Math.max(1, Math.floor(spec.batch / (guided ? 2 : 1)));
  const rounds = Math.ceil(items.length / most);
  const samples: CodeSample[] = [];
  for (let round = 0; round < rounds; round++) {
    const part = items.slice(round * most, (round + 1) * most);
    const onStep = (step: number) =>
      options.onStep?.({ step: round * codebook.length + step, steps: rounds * codebook.length });
    const drawn = await sampleRound(model, part, guided, { signal: options.signal, onStep });
    for (const [i, { codes, dotBucket }] of drawn.entries()) {
      const z = codebook.decode(codes);
      const embedding = model.manifest.embedding.unitNorm ? normalize(z) : z;
      samples.push({ embedding, codes, dotBucket, dot: dot(part[i]!.text.embedding, embedding) });
    }
  }
  return samples;
}

/** All codes of items that share every model call. */
async function sampleRound(
  model: Model,
  items: readonly CodeItem[],
  guided: boolean,
  { signal, onStep }: { readonly signal: AbortSignal | undefined; readonly onStep: (step: number) => void },
): Promise<{ codes: number[]; dotBucket: number }[]> {
  const spec = model.role("autoregressive-prior");
  const { length } = await packCodebook(model);
  const draws = items.map(({ seed }) => randomOf("autoregressive-prior", seed).uniform);
  const buckets = items.map(({ percentile }, i) =>
    sampleDotBucket(spec.dots, percentile ?? spec.percentile, draws[i]!()),
  );
  const network = await codeNetwork(model, items, buckets, guided);
  signal?.throwIfAborted();
  let logits = await network.first();
  const codes = items.map((): number[] => []);
  for (let index = 0; index < length; index++) {
    for (const [i, { guidance, temperature, topP }] of items.entries()) {
      const [own, other] = [rowOf(logits, i), guided ? rowOf(logits, items.length + i) : rowOf(logits, i)];
      const choice = { temperature: temperature ?? spec.temperature, topP: topP ?? spec.topP };
      codes[i]!.push(sampleCode(guidedLogits(own, other, guidance ?? spec.guidance), choice, draws[i]!()));
    }
    onStep(index + 1);
    signal?.throwIfAborted();
    const last = codes.map((list) => list[index]!);
    if (index + 1 < length) logits = await network.next(guided ? [...last, ...last] : last, index);
  }
  return codes.map((list, i) => ({ codes: list, dotBucket: buckets[i]! }));
}

/**
 * The two networks with the keys and values between them: rows of the captions, then, with guidance, rows of the empty
 * caption, which get the same codes.
 */
async function codeNetwork(
  model: Model,
  items: readonly CodeItem[],
  buckets: readonly number[],
  guided: boolean,
): Promise<{ first(): Promise<Tensor>; next(codes: readonly number[], index: number): Promise<Tensor> }> {
  const spec = model.role("autoregressive-prior");
  const step = model.role("autoregressive-prior.step");
  const [prefixSession, stepSession] = [
    await model.session("autoregressive-prior"),
    await model.session("autoregressive-prior.step"),
  ];
  const own = items.map(({ text }) => text);
  const texts = guided ? [...own, ...repeated(await emptyText(model), own.length)] : own;
  const dots = guided ? [...buckets, ...buckets.map((bucket) => spec.nullDot ?? bucket)] : buckets;
  const mask = (session: Session, name: string): Feed =>
    feedRows(
      texts.map((text) => text.mask),
      session.inputs.find((input) => input.name === name)?.type ?? "bool",
    );
  let keys: Tensor;
  let values: Tensor;
  return {
    async first() {
      const results = await prefixSession.run({
        [spec.in.tokens]: stack(texts.map((text) => text.tokens)),
        [spec.in.mask]: mask(prefixSession, spec.in.mask),
        [spec.in.embedding]: stack(texts.map((text) => text.embedding)),
        [spec.in.dot]: { type: "int64", data: dots, shape: [dots.length] },
      });
      keys = results[spec.out.keys]!;
      values = results[spec.out.values]!;
      return results[spec.out.logits]!;
    },
    async next(codes, index) {
      const results = await stepSession.run({
        [step.in.code]: { type: "int64", data: codes, shape: [codes.length] },
        [step.in.index]: { type: "int64", data: [index], shape: [] },
        [step.in.mask]: mask(stepSession, step.in.mask),
        [step.in.keys]: keys,
        [step.in.values]: values,
      });
      keys = results[step.out.keys]!;
      values = results[step.out.values]!;
      return results[step.out.logits]!;
    },
  };
}

function rowOf(logits: Tensor, row: number): Float32Array {
  return sliceBatch(logits, row, row + 1).data;
}
