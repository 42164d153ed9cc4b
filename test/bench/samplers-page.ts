/** docs/samplers.md and docs/samplers.svg, from the recorded reference and from docs/sampler-quality.json. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../machine.ts";
import { type Case, cases, endOf, relativeError } from "../samplers/reference.ts";
import { type Chart, lineCharts } from "./line-chart.ts";

export type Stage = "prior" | "decoder" | "upsampler.0" | "upsampler.1";

/** One way to sample with one number of steps, over all captions. */
export interface Quality {
  readonly stage: Stage;
  readonly sampler: string;
  readonly spacing: string;
  readonly steps: number;
  /**
   * Difference to the end of the same ODE, mean over the captions: root mean square of pixels in 0..1, or ‖a − b‖ of
   * embeddings of length 1. Absent for DDPM, which follows no ODE.
   */
  readonly error?: number;
  /** The same, median over the captions: where few steps decide otherwise, one picture in several weighs on the mean. */
  readonly median?: number;
  /** Mean cosine of picture and caption in the evaluation CLIP's space; absent for the second upsampler. */
  readonly score?: number;
  /** Share of captions whose picture the evaluation CLIP tells from all the other captions. */
  readonly top1?: number;
  /** Mean cosine distance of embeddings of one caption and different seeds; of the prior alone. */
  readonly spread?: number;
}

const docs = join(root, "docs");

/** Writes both files. */
export async function writePage(): Promise<void> {
  const { captions, rows } = JSON.parse(await readFile(join(docs, "sampler-quality.json"), "utf8"));
  const text = await readFile(join(docs, "samplers.md"), "utf8").catch(() => "");
  await writeFile(join(docs, "samplers.svg"), lineCharts(charts(rows)));
  await writeFile(join(docs, "samplers.md"), await page(text, captions, rows));
}

/** Replaces what stands between two marks of a page, so that its prose stays. */
function between(text: string, mark: string, table: string): string {
  const [from, to] = [`<!-- ${mark} -->`, `<!-- end of ${mark} -->`];
  const [start, end] = [text.indexOf(from), text.indexOf(to)];
  if (start < 0 || end < start)
    throw new Error(`docs/samplers.md has no place for "${mark}", between ${from} and ${to}.`);
  return `${text.slice(0, start + from.length)}\n${table}\n${text.slice(end)}`;
}

async function page(text: string, captions: number, rows: readonly Quality[]): Promise<string> {
  const stages = [...new Set(rows.map(({ stage }) => stage))];
  const tables = stages.map((stage) =>
    qualityTable(
      stage,
      rows.filter((row) => row.stage === stage),
    ),
  );
  const measured = [`${captions} captions; the upsamplers 16 and 4 pictures.`, ...tables].join("\n\n");
  return between(between(text, "parity", await parityTable()), "quality", measured);
}

async function parityTable(): Promise<string> {
  const groups = Map.groupBy(cases, ({ sampler, spacing }) => `${sampler} | ${spacing}`);
  const counts = [...new Set(cases.map(({ steps }) => steps))];
  const lines: string[] = [];
  for (const [name, found] of groups) {
    const errors = await Promise.all(
      found.map(async (c) => relativeError((await endOf(c, "f64")).data, c.f64)),
    );
    lines.push(
      `| ${name} | ${found.map((c, i) => `${errors[i]!.toExponential(1)}${markOf(c)}`).join(" | ")} |`,
    );
  }
  return [
    `| sampler | spacing | ${counts.map((n) => `${n} steps`).join(" | ")} |`,
    `|---|---|${counts.map(() => "---|").join("")}`,
    ...lines,
  ].join("\n");
}

function markOf({ source }: Case): string {
  return source === "NumPy, f64" ? " ᴺ" : "";
}

function qualityTable(stage: Stage, rows: readonly Quality[]): string {
  const columns: readonly (readonly [title: string, cell: (row: Quality) => string | undefined])[] = [
    ["sampler", ({ sampler }) => sampler],
    ["spacing", ({ spacing }) => spacing],
    ["steps", ({ steps }) => String(steps)],
    ["mean error", ({ error }) => error?.toFixed(4)],
    ["median error", ({ median }) => median?.toFixed(4)],
    ["score", ({ score }) => score?.toFixed(3)],
    ["top-1", ({ top1 }) => (top1 === undefined ? undefined : `${(100 * top1).toFixed(0)} %`)],
    ["spread", ({ spread }) => spread?.toFixed(3)],
  ];
  const shown = columns.filter(([, cell]) => rows.some((row) => cell(row) !== undefined));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    `### ${stage}`,
    "",
    line(shown.map(([title]) => title)),
    `|${shown.map(() => "---|").join("")}`,
    ...rows.map((row) => line(shown.map(([, cell]) => cell(row) ?? "–"))),
  ].join("\n");
}

function charts(rows: readonly Quality[]): Chart[] {
  const shown = rows.filter(({ stage, steps }) => stage === "decoder" && steps <= 25);
  const ways = Map.groupBy(shown, ({ sampler, spacing }) => `${sampler}, ${spacing}`);
  const seriesOf = (value: (row: Quality) => number | undefined) =>
    [...ways].flatMap(([name, of]) => {
      const points = of.flatMap((row) => {
        const y = value(row);
        return y === undefined ? [] : [[row.steps, y] as const];
      });
      return points.length > 0 ? [{ name, points, dashed: name.startsWith("ddim") }] : [];
    });
  const common = { x: "decoder steps", xTicks: [5, 8, 10, 12, 15, 20, 25] };
  return [
    {
      ...common,
      title: "Error against the end of the ODE",
      y: "RMS of pixels in 0..1, median",
      yTicks: [0.005, 0.01, 0.02, 0.05, 0.1],
      log: true,
      series: seriesOf(({ median }) => median),
    },
    {
      ...common,
      title: "What the evaluation CLIP says",
      y: "mean cosine with the caption",
      yTicks: [0.74, 0.75, 0.76, 0.77],
      series: seriesOf(({ score }) => score),
    },
  ];
}
