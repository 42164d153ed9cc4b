/** How far two runs of one graph on two hosts differ. */
import { Buffer } from "node:buffer";
import sharp from "sharp";
import type { Answer, GraphRun } from "./run-graph.ts";

interface Differences {
  /** Most that a step adds to how far latents differ, before it and in what the decoder says of it. */
  readonly latents: number;
  /** Largest 1 − cosine of an embedding. */
  readonly embeddings: number;
  /** Largest mean difference of a picture, in levels of 255. */
  readonly pictures: number;
}

/** Both runs have the same answers and pictures in the same order. */
export async function compareRuns(found: GraphRun, expected: GraphRun): Promise<Differences> {
  const latents = mostAdded(
    measured(found, expected, ({ role }) => /^(latent|decoder)$/.test(role), largestDifference),
  );
  const embeddings = worst(found, expected, isEmbedding, (a, b, row) => 1 - leastCosine(a, b, row));
  // A level of 255 is 2 / 255 of a pixel in [−1, 1].
  let pictures = 127.5 * worst(found, expected, ({ role }) => role === "frame", meanDifference);
  for (const [i, { bytes }] of found.pictures.entries())
    pictures = Math.max(pictures, await levels(bytes, expected.pictures[i]!.bytes));
  return { latents, embeddings, pictures };
}

/** Vectors [n, d]: what encoders give of a whole caption or picture, and what the prior's network predicts. */
const isEmbedding = ({ role, shape }: Answer) => !/^(decoder|latent|frame)$/.test(role) && shape.length === 2;

const floats = ({ floats }: Answer) => {
  const bytes = Buffer.from(floats, "base64");
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};

/** The most by which a value exceeds all before it. */
function mostAdded(values: readonly number[]): number {
  let [most, reached] = [0, 0];
  for (const value of values) {
    most = Math.max(most, value - reached);
    reached = Math.max(reached, value);
  }
  return most;
}

/** The largest of a measure over the answers of a kind; 0 where there is none. */
function worst(...of: Parameters<typeof measured>): number {
  return Math.max(0, ...measured(...of));
}

/** A measure of the answers of a kind, in their order. */
function measured(
  found: GraphRun,
  expected: GraphRun,
  kind: (answer: Answer) => boolean,
  measure: (a: Float32Array, b: Float32Array, row: number) => number,
): number[] {
  return found.answers.flatMap((answer, i) =>
    kind(answer) ? [measure(floats(answer), floats(expected.answers[i]!), answer.shape.at(-1) ?? 1)] : [],
  );
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

function meanDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;
}

/** Of rows of this width. */
function leastCosine(a: Float32Array, b: Float32Array, width: number): number {
  let least = 1;
  for (let at = 0; at < a.length; at += width) {
    let [ab, aa, bb] = [0, 0, 0];
    for (let i = at; i < at + width; i++) {
      ab += a[i]! * b[i]!;
      aa += a[i]! ** 2;
      bb += b[i]! ** 2;
    }
    least = Math.min(least, ab / Math.sqrt(aa * bb));
  }
  return least;
}

/** Mean difference of two pictures, in levels of 255; of animations, whose frames are compared before they are coded, 0. */
async function levels(a: string, b: string): Promise<number> {
  const files = [a, b].map((text) => Buffer.from(text, "base64"));
  const frames = await Promise.all(
    files.map(async (file) => (await sharp(file, { animated: true }).metadata()).pages),
  );
  if (frames[0] !== frames[1]) throw new Error(`found ${frames[0]} frames, expected ${frames[1]}`);
  if (frames[0] !== undefined) return 0;
  const [x, y] = await Promise.all(
    files.map((file) => sharp(file).flatten({ background: "white" }).raw().toBuffer()),
  );
  if (x!.length !== y!.length) throw new Error(`found ${x!.length} samples, expected ${y!.length}`);
  return x!.reduce((sum, value, i) => sum + Math.abs(value - y![i]!), 0) / x!.length;
}
