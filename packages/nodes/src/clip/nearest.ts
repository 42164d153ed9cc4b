import { input, integer, output, perItem } from "@unclip/engine";
import { concepts, nearestConcepts, openModel } from "@unclip/unclip";
import { eachNode } from "../define-node.ts";
import { embedding as embeddingKind, table as tableKind, text } from "../kinds/kinds.ts";
import { requireSpace } from "../kinds/spaces.ts";

export const nearest = eachNode({
  type: "nearest",
  version: 1,
  title: "Nearest concepts",
  group: "CLIP",
  about:
    "Names what an embedding shows: the concepts of the model's table whose embeddings are closest to it.",
  sink: true,
  inputs: { embedding: input(embeddingKind, "Embedding", "Any embedding of the model's space.", "model") },
  outputs: {
    table: output(tableKind, "Concepts", "The closest concepts with their cosines, closest first."),
    label: output(text, "Label", "The closest concept."),
  },
  params: {
    count: integer({ title: "Count", about: "How many concepts to name.", default: 5, min: 1, max: 50 }),
  },
  async execute(items, { host, model: id }) {
    const model = await openModel(host, id);
    const table = await concepts(model);
    return perItem(items, ({ embedding, count }) => {
      requireSpace(model, "embedding", embedding.space);
      const found = nearestConcepts(table, embedding.vector, count);
      const rows = found.map(({ label, cosine }) => ({ label, values: [cosine] }));
      return { table: { columns: ["cosine"], rows, note: named(found) }, label: found[0]!.label };
    });
  },
});

const named = (found: readonly { label: string; cosine: number }[]) =>
  found.map(({ label, cosine }) => `${label} ${cosine.toFixed(2)}`).join(", ");
