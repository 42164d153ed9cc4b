import {
  type Batch,
  boolean,
  input,
  NodeError,
  number,
  optionalInput,
  output,
  textList,
} from "@unclip/engine";
import { fitPca, mean, type Pca, projectPca, retainedEnergy, subtract, type Tensor } from "@unclip/tensor";
import { allNode } from "../define-node.ts";
import { labelAt } from "../items/labels.ts";
import { embedding, image, plot } from "../kinds/kinds.ts";
import { requireOneSpace } from "../kinds/spaces.ts";
import type { Embedding, PlotSeries } from "../kinds/values.ts";
import { atMark } from "./map-mark.ts";

export const embeddingMap = allNode({
  type: "embedding-map",
  version: 2,
  title: "Embedding map",
  group: "looking",
  about:
    "Embeddings as points on the two directions along which they differ most (PCA). Similar embeddings are close together.",
  sink: true,
  inputs: {
    a: input(embedding, "A", "At least three embeddings."),
    b: optionalInput(embedding, "B", "A second group, drawn as a separate series."),
    image: optionalInput(image, "Pictures of A", "One for each embedding of A, drawn at its point."),
  },
  outputs: {
    plot: output(plot, "Map", "Points with labels, and how much of the variance each axis holds."),
    embedding: output(
      embedding,
      "Embedding at the mark",
      "Interpolated between the embeddings of A near the mark; on a point of A, exactly that embedding.",
      "a",
    ),
  },
  params: {
    align: boolean({
      title: "Align groups",
      about: "Moves each group's mean to the centre, which removes the gap between texts and images.",
      default: false,
    }),
    names: textList({
      title: "Names",
      about: "Of the groups, in order.",
      of: "text",
      default: [],
      maxItems: 2,
    }),
    x: number({
      title: "Mark x",
      about: "Position of the mark along PC 1.",
      default: 0,
      min: -1000,
      max: 1000,
    }),
    y: number({
      title: "Mark y",
      about: "Position of the mark along PC 2.",
      default: 0,
      min: -1000,
      max: 1000,
    }),
  },
  async execute({ a, b, image: pictures, align, names, x: markX, y: markY }) {
    const groups = [a, b].flatMap((batch) => (batch ? [batch] : []));
    requireOneSpace(groups.flatMap(({ items }) => items));
    const centred = groups.map(({ items }) => points(items, align));
    const pca = fitMap(centred.flat());
    if (pictures && pictures.items.length !== a.items.length) {
      const found = `Found ${pictures.items.length} pictures for ${a.items.length} embeddings of A`;
      throw new NodeError("batch_mismatch", `${found}, expected one for each. Connect the pictures of A.`);
    }
    const series = groups.map((batch, g) =>
      drawn(batch, names[g] ?? "AB"[g]!, centred[g]!, pca, g === 0 ? pictures : undefined),
    );
    const [x, y] = [1, 2].map((k) => `PC ${k} (${Math.round(100 * share(pca, k))} %)`) as [string, string];
    const marked = atMark(a.items, series[0]!, [markX, markY]);
    return {
      plot: { items: [{ title: "", style: "points" as const, x, y, series }] },
      embedding: { items: [marked] },
    };
  },
});

function points(items: readonly Embedding[], align: boolean): Tensor[] {
  const vectors = items.map(({ vector }) => vector);
  if (!align) return vectors;
  const middle = mean(vectors);
  return vectors.map((vector) => subtract(vector, middle));
}

function fitMap(vectors: readonly Tensor[]): Pca {
  if (vectors.length > 2) return fitPca(vectors, 2);
  const found = `Found ${vectors.length} embedding${vectors.length === 1 ? "" : "s"}`;
  throw new NodeError("map_short", `${found}, expected at least three. Join more of them.`);
}

function drawn(
  batch: Batch<Embedding>,
  name: string,
  vectors: readonly Tensor[],
  pca: Pca,
  pictures: Batch<Tensor> | undefined,
): PlotSeries {
  const places = vectors.map((vector) => [...projectPca(pca, vector, pca.eigenvalues.data.length).data]);
  return {
    name,
    // Embeddings that differ along one line, or not at all, have no second or first coordinate.
    x: places.map(([x = 0]) => x),
    y: places.map(([, y = 0]) => y),
    labels: batch.items.map((_, i) => labelAt(batch, i, name)),
    ...(pictures ? { pictures: pictures.items } : {}),
  };
}

/** Share of the variance along component k. 0 if there is no variance. */
function share(pca: Pca, k: number): number {
  return k > pca.eigenvalues.data.length ? 0 : retainedEnergy(pca, k) - retainedEnergy(pca, k - 1);
}
