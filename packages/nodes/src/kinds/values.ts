/**
 * The values that travel between nodes.
 */
import type { Pca, Tensor } from "@unclip/tensor";
import type { Codebook, TextEncoding } from "@unclip/unclip";

/** The space of an embedding. Embeddings of different joint spaces cannot be compared. */
export interface Space {
  /** Name of the CLIP that made the space; the same for texts and images. */
  readonly joint: string;
  readonly modality: "text" | "image";
  readonly width: number;
}

/** A CLIP embedding: z_i or z_t. */
export interface Embedding {
  /** [d] */
  readonly vector: Tensor;
  readonly space: Space;
}

/** An encoded caption. */
export interface Encoding extends TextEncoding {
  readonly space: Space;
}

/** x_T, in the shape that the decoder of a joint space diffuses. */
export interface Noise {
  readonly sample: Tensor;
  readonly joint: string;
  /** Levels of the inversion that made it, descending: sampling over them returns to the picture. */
  readonly timesteps?: readonly number[];
}

/** Whether two noises were made over the same levels. */
export function sameLevels(a: Noise, b: Noise): boolean {
  return a.timesteps?.join() === b.timesteps?.join();
}

/** Numbers under column headings, with a label per row. */
export interface Table {
  /** Details of the measurement, for example the number of samples and the space. */
  readonly note?: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly label: string; readonly values: readonly number[] }[];
}

/** A drawing of numbers, as data: lines, points or bars of one or more series. */
export interface Plot {
  readonly title: string;
  readonly style: "line" | "points" | "bars";
  /** Titles of the two axes. */
  readonly x: string;
  readonly y: string;
  readonly series: readonly PlotSeries[];
}

/** `x` and `y` have the same length. */
export interface PlotSeries {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** One per point, if any. */
  readonly labels?: readonly string[] | undefined;
  /** A picture [3, H, W] per point, if any. */
  readonly pictures?: readonly Tensor[] | undefined;
}

/** Principal components of embeddings of a space. */
export interface Basis {
  readonly pca: Pca;
  readonly space: Space;
}

/** An embedding as integers, and their codebook. */
export interface Codes {
  readonly values: readonly number[];
  readonly codebook: Codebook;
  readonly space: Space;
}

/** Frames as one file. */
export interface Animation {
  /** Id of the file among the host's assets. */
  readonly asset: string;
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  readonly milliseconds: number;
}
