/**
 * The values that travel between nodes.
 */
import type { Tensor } from "@unclip/tensor";
import type { TextEncoding } from "@unclip/unclip";

/** Where an embedding lives. Embeddings of two joint spaces have nothing to do with each other. */
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

/** A caption as the text encoder leaves it. */
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

/** Numbers under column headings, a label a row. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly label: string; readonly values: readonly number[] }[];
}
