/**
 * The two sets of embeddings that a measure compares, and a sentence with their sizes, width and space.
 */
import { type Batch, input, NodeError } from "@unclip/engine";
import type { Tensor } from "@unclip/tensor";
import { embedding } from "../kinds/kinds.ts";
import { requireOneSpace } from "../kinds/spaces.ts";
import type { Embedding, Table } from "../kinds/values.ts";

/** Inputs of a measure that compares a set with a reference. */
export const setPorts = {
  made: input(embedding, "Made", "Embeddings of the pictures to measure."),
  reference: input(embedding, "Reference", "Embeddings to compare them with."),
};

export interface EmbeddingSets {
  readonly made: readonly Tensor[];
  readonly reference: readonly Tensor[];
  /** `16 made and 24 reference embeddings, 256 wide, of "clip"` */
  readonly text: string;
}

/** The vectors of both sets. Throws NodeError `space_mismatch`, or `set_small` for fewer than `least` in one of them. */
export function embeddingSets(
  made: Batch<Embedding>,
  reference: Batch<Embedding>,
  least: number,
): EmbeddingSets {
  requireOneSpace([...made.items, ...reference.items]);
  requireMany(made.items.length, "made", least);
  requireMany(reference.items.length, "reference", least);
  const { joint, width } = made.items[0]!.space;
  return {
    made: made.items.map(({ vector }) => vector),
    reference: reference.items.map(({ vector }) => vector),
    text: `${made.items.length} made and ${reference.items.length} reference embeddings, ${width} wide, of "${joint}"`,
  };
}

/** Throws NodeError `set_small`. */
export function requireMany(found: number, name: string, least: number): void {
  if (found >= least) return;
  throw new NodeError(
    "set_small",
    `Found ${found} ${name} embedding${found === 1 ? "" : "s"}, expected at least ${least}. Feed a batch of more pictures.`,
  );
}

/** The results of a measure as a table with one column. */
export function measured(note: string, rows: Readonly<Record<string, number>>): { items: [Table] } {
  const list = Object.entries(rows).map(([label, value]) => ({ label, values: [value] }));
  return { items: [{ columns: ["value"], rows: list, note }] };
}
