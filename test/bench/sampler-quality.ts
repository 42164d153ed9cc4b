/**
 * `npm run bench:samplers`: how far each sampler of the default pack ends from where its ODE ends, and what the
 * evaluation CLIP says of the pictures, by number of steps. Writes docs/sampler-quality.json, which `docs/samplers.md`
 * is made of, then that page. `npm run bench:samplers -- decoder` measures one stage and keeps the figures of the
 * others; `-- page` measures none.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dot, type Tensor } from "@unclip/tensor";
import {
  concepts,
  type DiffuseOptions,
  decode,
  encodeImage,
  encodeText,
  evaluateText,
  type Model,
  openModel,
  samplePrior,
  upsample,
} from "@unclip/unclip";
import { defaultHost, root } from "../machine.ts";
import { median } from "./median.ts";
import { type Quality, type Stage, writePage } from "./samplers-page.ts";

type Way = Pick<DiffuseOptions, "sampler" | "spacing">;

const file = join(root, "docs", "sampler-quality.json");
/** The way that stands for the end of the ODE; upsamplers, whose pictures are large, take fewer steps of it. */
const reference: Way = { sampler: "dpm-solver-2m", spacing: "trailing" };
const referenceSteps = (stage: Stage) => (stage.startsWith("upsampler") ? 30 : 250);
const odes: readonly Way[] = [
  { sampler: "ddim", spacing: "linspace" },
  { sampler: "ddim", spacing: "trailing" },
  { sampler: "dpm-solver-2m", spacing: "linspace" },
  { sampler: "dpm-solver-2m", spacing: "trailing" },
];
const ancestral: Way = { sampler: "ddpm", spacing: "linspace" };

const host = defaultHost();
const model = await openModel(host, "emoji");
const captions = await evenly(model, 48);
const judged = await evaluateText(model, captions);
const texts = await encodeText(model, captions);

/** Labels of the pack's concept table, evenly over it. */
async function evenly(model: Model, count: number): Promise<string[]> {
  const all = await concepts(model);
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]!.label);
}

/** What a run of one stage is: from options to one tensor a caption, and what is judged of it. */
interface Subject {
  readonly ways: readonly Way[];
  readonly steps: readonly number[];
  run(options: DiffuseOptions): Promise<Tensor[]>;
  error(a: Tensor, b: Tensor): number;
  pictures?(results: readonly Tensor[]): Promise<readonly Tensor[]>;
  /** Mean cosine distance of results of one caption and different seeds. */
  spread?(options: DiffuseOptions): Promise<number>;
}

const pixels = (a: Tensor, b: Tensor) =>
  a.data.reduce((sum, value, i) => sum + ((value - b.data[i]!) / 2) ** 2, 0) / a.data.length;
const direction = (a: Tensor, b: Tensor) =>
  a.data.reduce((sum, value, i) => sum + (value - b.data[i]!) ** 2, 0);

/** Embeddings and pictures that the later stages start from: the best that the pack can do. */
const embeddings = async () =>
  (
    await samplePrior(model, items(texts.map((text) => ({ text }))), {
      ...reference,
      candidates: 2,
      steps: 50,
    })
  ).map((sample) => sample.embedding);
const decoded = async (z: readonly Tensor[], options: DiffuseOptions) =>
  decode(model, items(z.map((embedding, i) => ({ embedding, text: texts[i] }))), options);

function items<T>(list: readonly T[]): (T & { readonly seed: number })[] {
  return list.map((item, i) => ({ ...item, seed: i }));
}

async function subjectOf(stage: Stage): Promise<Subject> {
  if (stage === "prior") {
    const run = async (options: DiffuseOptions) =>
      (await samplePrior(model, items(texts.map((text) => ({ text }))), { ...options, candidates: 1 })).map(
        (sample) => sample.embedding,
      );
    const pictures = (z: readonly Tensor[]) => decoded(z, { ...reference, steps: 8 });
    const steps = [5, 8, 10, 15, 25];
    return { ways: [...odes, ancestral], steps, run, error: direction, pictures, spread: spreadOfPrior };
  }
  const z = await embeddings();
  if (stage === "decoder") {
    const run = (options: DiffuseOptions) => decoded(z, options);
    return {
      ways: [...odes, ancestral],
      steps: [5, 8, 10, 12, 15, 20, 25],
      run,
      error: pixels,
      pictures: async (x) => x,
    };
  }
  const small = await decoded(z.slice(0, 16), { ...reference, steps: 25 });
  const ways = { ways: odes, steps: [1, 2, 3, 4, 6], error: pixels };
  if (stage === "upsampler.0") {
    const run = (options: DiffuseOptions) =>
      upsample(model, 0, items(small.map((image) => ({ image }))), options);
    return { ...ways, run, pictures: async (x) => x };
  }
  const middle = await upsample(model, 0, items(small.slice(0, 4).map((image) => ({ image }))));
  const run = (options: DiffuseOptions) =>
    upsample(model, 1, items(middle.map((image) => ({ image }))), options);
  return { ...ways, run };
}

/** Of 8 seeds for each of 8 captions, one candidate each: what too few steps lose first. */
async function spreadOfPrior(options: DiffuseOptions): Promise<number> {
  const seeds = 8;
  const few = texts.slice(0, 8).flatMap((text) => Array.from({ length: seeds }, () => ({ text })));
  const z = (await samplePrior(model, items(few), { ...options, candidates: 1 })).map(
    (sample) => sample.embedding,
  );
  const distances = z.flatMap((a, i) =>
    z.slice(i + 1, (Math.floor(i / seeds) + 1) * seeds).map((b) => 1 - dot(a, b)),
  );
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
}

async function judge(pictures: readonly Tensor[]): Promise<{ score: number; top1: number }> {
  const seen = await encodeImage(model, pictures, { role: "evaluation-image-encoder" });
  const scores = seen.map((z, i) => dot(z, judged[i]!));
  const first = seen.filter((z, i) => judged.every((other) => dot(z, other) <= scores[i]!));
  return { score: scores.reduce((sum, s) => sum + s, 0) / seen.length, top1: first.length / seen.length };
}

async function measure(stage: Stage): Promise<Quality[]> {
  const subject = await subjectOf(stage);
  const most = referenceSteps(stage);
  const ideal = await subject.run({ ...reference, steps: most });
  const of = async (way: Way, steps: number, results: readonly Tensor[]): Promise<Quality> => {
    const errors = results.map((x, i) => Math.sqrt(subject.error(x, ideal[i]!)));
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const found = subject.pictures ? await judge(await subject.pictures(results)) : undefined;
    const quality: Quality = {
      stage,
      sampler: way.sampler!,
      spacing: String(way.spacing),
      steps,
      ...(way.sampler === "ddpm" ? {} : { error: rounded(mean), median: rounded(median(errors)) }),
      ...(found ? { score: rounded(found.score), top1: rounded(found.top1) } : {}),
      ...(subject.spread ? { spread: rounded(await subject.spread({ ...way, steps })) } : {}),
    };
    console.log(JSON.stringify(quality));
    return quality;
  };
  const rows = [await of(reference, most, ideal)];
  for (const way of subject.ways) {
    for (const steps of subject.steps) rows.push(await of(way, steps, await subject.run({ ...way, steps })));
  }
  return rows;
}

const rounded = (value: number) => Number(value.toPrecision(4));

const all: readonly Stage[] = ["prior", "decoder", "upsampler.0", "upsampler.1"];
const asked = process.argv.slice(2);
const stages = asked.length > 0 ? all.filter((stage) => asked.includes(stage)) : all;
const before: readonly Quality[] = await readFile(file, "utf8").then(
  (text) => JSON.parse(text).rows,
  () => [],
);
let rows = before.filter(({ stage }) => !stages.includes(stage));
for (const stage of stages) {
  rows = [...rows, ...(await measure(stage))];
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(",\n");
  await writeFile(file, `{\n  "captions": ${captions.length},\n  "rows": [\n${lines}\n  ]\n}\n`);
}
await writePage();
process.exit(0);
