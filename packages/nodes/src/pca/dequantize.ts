import { input, output, perItem } from "@unclip/engine";
import { eachNode } from "../define-node.ts";
import { codes as codesKind, imageEmbedding } from "../kinds/kinds.ts";

export const dequantize = eachNode({
  type: "dequantize",
  version: 1,
  title: "Dequantize",
  group: "PCA",
  about: "The embedding that codes stand for (paper §2.2); what the buckets do not tell apart is lost.",
  inputs: { codes: input(codesKind, "Codes", "Codes, with the codebook that they carry.") },
  outputs: { embedding: output(imageEmbedding, "Embedding", "z_i, as near as the codes say.") },
  params: {},
  execute: async (items) =>
    perItem(items, ({ codes: { values, codebook, space } }) => ({
      embedding: { vector: codebook.decode(values), space },
    })),
});
