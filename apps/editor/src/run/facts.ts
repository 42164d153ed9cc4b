/** Tables, plots, embeddings and animations among the facts of a summary, which are flat; see the kinds of the node library. */
import type { Summary } from "@unclip/engine";

type Facts = Summary["facts"];

/** Numbers by row and column. */
export interface TableFacts {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  /** Row after row. */
  readonly values: readonly number[];
}

export interface SeriesFacts {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly labels: readonly string[];
  /** Asset ids, `""` for none. */
  readonly pictures: readonly string[];
}

export interface PlotFacts {
  readonly title: string;
  readonly style: "line" | "points" | "bars";
  readonly xTitle: string;
  readonly yTitle: string;
  readonly series: readonly SeriesFacts[];
}

/** What a summary tells of an embedding besides its one line. */
export interface EmbeddingFacts {
  /** Concepts of the pack with their cosines, the nearest first. */
  readonly nearest: readonly (readonly [label: string, cosine: number])[];
  /** Principal components with standard deviations, those that stand out most first. */
  readonly components: readonly (readonly [component: number, deviation: number])[];
}

export interface AnimationFacts {
  readonly frames: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** How long a frame is shown. */
  readonly milliseconds: number;
}

/** The facts of an animation of several frames, or `undefined` when it is none. */
export function readAnimation(facts: Facts): AnimationFacts | undefined {
  const { frames, width, height, milliseconds } = facts ?? {};
  const whole = [frames, width, height, milliseconds].map(Number);
  if (!whole.every((value) => Number.isInteger(value) && value > 0) || Number(frames) < 2) return undefined;
  const [count = 0, w = 0, h = 0, pause = 0] = whole;
  return { frames: count, width: w, height: h, milliseconds: pause };
}

/** The facts of an embedding, or `undefined` when there are none. */
export function readEmbedding(facts: Facts): EmbeddingFacts | undefined {
  if (typeof facts?.norm !== "number") return undefined;
  const pairs = <T>(names: unknown, values: unknown, as: (name: unknown) => T) =>
    Array.isArray(names) && Array.isArray(values) && names.length === values.length
      ? names.map((name, i) => [as(name), Number(values[i])] as const)
      : [];
  const nearest = pairs(facts.nearest, facts.cosines, String);
  const components = pairs(facts.components, facts.deviations, Number);
  return nearest.length + components.length === 0 ? undefined : { nearest, components };
}

/** The table in these facts, or `undefined` when there is none or its parts do not fit together. */
export function readTable(facts: Facts): TableFacts | undefined {
  const { columns, rows, values } = facts ?? {};
  if (!Array.isArray(columns) || !Array.isArray(rows) || !Array.isArray(values)) return undefined;
  if (values.length !== columns.length * rows.length) return undefined;
  return { columns: columns.map(String), rows: rows.map(String), values: values.map(Number) };
}

/** The plot in these facts, or `undefined` when there is none or its parts do not fit together. */
export function readPlot(facts: Facts): PlotFacts | undefined {
  const { style, names, lengths, x, y, labels, pictures, title, xTitle, yTitle } = facts ?? {};
  if (style !== "line" && style !== "points" && style !== "bars") return undefined;
  if (!Array.isArray(names) || !Array.isArray(lengths) || !Array.isArray(x) || !Array.isArray(y))
    return undefined;
  const counts = lengths.map(Number);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (names.length !== counts.length || x.length !== total || y.length !== total) return undefined;
  let start = 0;
  const series = counts.map((count, i): SeriesFacts => {
    const part = <T>(list: readonly T[]) => list.slice(start, start + count);
    const one = {
      name: String(names[i]),
      x: part(x).map(Number),
      y: part(y).map(Number),
      labels: Array.isArray(labels) ? part<unknown>(labels).map(String) : [],
      pictures: Array.isArray(pictures) ? part<unknown>(pictures).map(String) : [],
    };
    start += count;
    return one;
  });
  return {
    title: String(title ?? ""),
    style,
    xTitle: String(xTitle ?? ""),
    yTitle: String(yTitle ?? ""),
    series,
  };
}
