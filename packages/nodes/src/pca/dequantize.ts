import { input, output, perItem } from "@unclip/engine";
import { eachNode } from "../define-node.ts";
import { codes as codesKind, imageEmbedding } from "../kinds/kinds.ts";

export const dequantize = eachNode({
  type: "dequantize",
  version: 1,
  title: "Dequantize",
  group: "PCA",
  about: "Turns codes back into an embedding (paper §2.2). Differences within a bucket are lost.",
  inputs: { codes: input(codesKind, "Codes", "Codes, with the codebook that they carry.") },
  outputs: { embedding: output(imageEmbedding, "Embedding", "z_i, to the precision of the codes.") },
  params: {},
  execute: async (items) =>
    perItem(items, ({ codes: { values, codebook, space } }) => ({
      embedding: { vector: codebook.decode(values), space },
    })),
});
