/**
 * What an embedding shows, for viewers: its nearest concepts, and the principal components with the largest deviation.
 * Available for embeddings whose space was made by a pack in this process; arithmetic keeps the space.
 */
import { norm, projectPca, type Tensor } from "@unclip/tensor";
import { type Concept, concepts, type Model, packPca } from "@unclip/unclip";
import { modelOf } from "./spaces.ts";
import type { Embedding } from "./values.ts";

/** The number of concepts and of components to show. */
const [namedConcepts, namedComponents] = [5, 8];

interface EmbeddingFacts {
  /** Labels of the pack's concepts, nearest first, and the cosine of each. */
  readonly nearest?: readonly string[];
  readonly cosines?: readonly number[];
  /** Numbers of principal components, from 1, by descending deviation, and each deviation in standard deviations. */
  readonly components?: readonly number[];
  readonly deviations?: readonly number[];
}

/** Facts of an embedding. Empty if its pack is unknown, has no such tables, or they cannot be read. */
export async function embeddingFacts({ vector, space }: Embedding): Promise<EmbeddingFacts> {
  const model = modelOf(space);
  if (!model) return {};
  const [named, components] = await Promise.all([
    model.manifest.concepts ? nearestTo(model, vector).catch(() => ({})) : {},
    // The pack's basis is of its image embeddings.
    model.manifest.pca && space.modality === "image" ? strongest(model, vector).catch(() => ({})) : {},
  ]);
  return { ...named, ...components };
}

async function nearestTo(model: Model, z: Tensor): Promise<EmbeddingFacts> {
  const { labels, rows, width } = await unitTable(model);
  const length = norm(z) || 1;
  const found = labels.map((label, i) => {
    let dot = 0;
    for (let k = 0; k < width; k++) dot += rows[i * width + k]! * z.data[k]!;
    return { label, cosine: dot / length };
  });
  found.sort((p, q) => q.cosine - p.cosine);
  const best = found.slice(0, namedConcepts);
  return { nearest: best.map(({ label }) => label), cosines: best.map(({ cosine }) => rounded(cosine)) };
}

interface UnitTable {
  readonly labels: readonly string[];
  /** [n, width], every row of length 1. */
  readonly rows: Float32Array;
  readonly width: number;
}
const tables = new WeakMap<readonly Concept[], UnitTable>();

/** The concept table with embeddings normalised to length 1, so that a cosine is one dot product. */
async function unitTable(model: Model): Promise<UnitTable> {
  const table = await concepts(model);
  let unit = tables.get(table);
  if (!unit) {
    const width = model.manifest.embedding.width;
    const rows = new Float32Array(table.length * width);
    for (const [i, { embedding }] of table.entries()) {
      const length = norm(embedding) || 1;
      for (let k = 0; k < width; k++) rows[i * width + k] = embedding.data[k]! / length;
    }
    unit = { labels: table.map(({ label }) => label), rows, width };
    tables.set(table, unit);
  }
  return unit;
}

async function strongest(model: Model, z: Tensor): Promise<EmbeddingFacts> {
  const pca = await packPca(model);
  const variances = pca.eigenvalues.data;
  const coordinates = projectPca(pca, z, variances.length).data;
  const deviations = [...coordinates].map((value, k) => ({
    component: k + 1,
    deviation: value / Math.sqrt(variances[k]! || 1),
  }));
  deviations.sort((p, q) => Math.abs(q.deviation) - Math.abs(p.deviation));
  const best = deviations.slice(0, namedComponents);
  return {
    components: best.map(({ component }) => component),
    deviations: best.map(({ deviation }) => rounded(deviation)),
  };
}

const rounded = (value: number) => Number(value.toFixed(3));
