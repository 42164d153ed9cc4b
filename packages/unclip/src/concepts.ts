/**
 * The pack's concept table: names with an image embedding each, to describe embeddings.
 */
import { HostError } from "@unclip/host";
import { cosine, type Tensor, unstack } from "@unclip/tensor";
import { readLabels } from "./labels.ts";
import type { Model } from "./model.ts";

export interface Concept {
  readonly label: string;
  /** [d], of the pack's image space. */
  readonly embedding: Tensor;
}

const tables = new WeakMap<Model, Promise<readonly Concept[]>>();

/**
 * All concepts of a pack. Throws HostError `model_part_missing` if it has none, `model_invalid` if labels and
 * embeddings do not match.
 */
export function concepts(model: Model): Promise<readonly Concept[]> {
  let table = tables.get(model);
  if (!table) {
    table = readConcepts(model);
    tables.set(model, table);
    table.catch(() => tables.delete(model));
  }
  return table;
}

/** The concepts closest to an embedding by cosine, closest first. Equals keep their order. */
export function nearestConcepts(
  table: readonly Concept[],
  z: Tensor,
  count: number,
): { readonly label: string; readonly cosine: number }[] {
  return table
    .map(({ label, embedding }) => ({ label, cosine: cosine(z, embedding) }))
    .sort((p, q) => q.cosine - p.cosine)
    .slice(0, count);
}

/**
 * A concept by its label, whatever the case. Throws HostError `concept_missing` naming labels like it.
 *
 * @param normalize makes labels that read alike equal, such as {@link Tokenize.normalize}
 */
export function conceptOf(
  table: readonly Concept[],
  label: string,
  normalize = (text: string) => text,
): Concept {
  const reading = (text: string) => normalize(text).trim().toLowerCase();
  const wanted = reading(label);
  const found = table.find((concept) => reading(concept.label) === wanted);
  if (found) return found;
  const like = table
    .map((concept) => ({ label: concept.label, likeness: likeness(wanted, concept.label.toLowerCase()) }))
    .sort((p, q) => q.likeness - p.likeness)
    .slice(0, 4)
    .map((concept) => `"${concept.label}"`);
  throw new HostError(
    "concept_missing",
    `Found no concept "${label}" among the ${table.length} of this pack; most like it are ${like.join(", ")}. Choose one of the pack's.`,
  );
}

async function readConcepts(model: Model): Promise<readonly Concept[]> {
  const { concepts: spec, id } = model.manifest;
  if (!spec) {
    throw new HostError(
      "model_part_missing",
      `The pack "${id}" has no concept table. Choose a pack that has one.`,
    );
  }
  const embeddings = unstack(await model.tensor(spec.embeddings));
  const labels = readLabels(await model.read(spec.labels));
  if (labels?.length !== embeddings.length) {
    const found = labels ? `${labels.length} labels` : "no list of labels";
    throw new HostError(
      "model_invalid",
      `${id}/${spec.labels}: found ${found}, expected ${embeddings.length}, one for each embedding. Export the pack again.`,
    );
  }
  return labels.map((label, i) => ({ label, embedding: embeddings[i]! }));
}

/** Dice's coefficient of pairs of letters: 1 for equal words, 0 for none in common. */
function likeness(a: string, b: string): number {
  const [p, q] = [pairs(a), pairs(b)];
  let shared = 0;
  for (const pair of p) if (q.has(pair)) shared++;
  return (2 * shared) / Math.max(1, p.size + q.size);
}

function pairs(word: string): Set<string> {
  const letters = ` ${word} `;
  return new Set(Array.from({ length: letters.length - 1 }, (_, i) => letters.slice(i, i + 2)));
}
