import { asset, NodeError, output, text } from "@unclip/engine";
import { readEmbeddings } from "@unclip/host";
import { openModel } from "@unclip/unclip";
import { allNode } from "../define-node.ts";
import { imageEmbedding, textEmbedding } from "../kinds/kinds.ts";

const space = { space: { param: "space" } };

export const embeddingFile = allNode({
  type: "embedding-file",
  version: 1,
  title: "Embedding file",
  group: "inputs",
  about:
    "Embeddings from elsewhere: a .npy or .npz array [n, d], or JSON lists of numbers, with labels if it has them.",
  inputs: {},
  outputs: {
    embedding: output(imageEmbedding, "Image embeddings", "The file, taken as z_i.", space),
    text: output(textEmbedding, "Text embeddings", "The file, taken as z_t.", space),
  },
  params: {
    asset: asset({
      title: "File",
      about: "The embeddings to use.",
      media: ["application/json", "application/octet-stream"],
    }),
    space: text({
      title: "Space",
      about: "Name of the CLIP that made them; empty for that of the graph's model.",
      default: "",
      maxLength: 100,
    }),
  },
  async execute({ asset: id, space: named }, { host, model: pack }) {
    const found = id === "" ? undefined : await host.assets.get(id);
    if (!found) {
      const what = id === "" ? "no file" : `no stored file ${id}`;
      throw new NodeError("asset_missing", `Found ${what}, expected one. Choose a file for this node.`);
    }
    const { vectors, labels } = await readEmbeddings(found.bytes);
    const own = (await openModel(host, pack)).manifest.embedding;
    const joint = named === "" ? own.joint : named;
    const width = vectors[0]!.data.length;
    if (joint === own.joint && width !== own.width) {
      throw new NodeError(
        "space_mismatch",
        `Found embeddings of ${width} numbers, expected ${own.width} as in "${joint}". Name the space that they are of.`,
      );
    }
    const batch = (modality: "image" | "text") => ({
      items: vectors.map((vector) => ({ vector, space: { joint, modality, width } })),
      ...(labels ? { labels } : {}),
    });
    return { embedding: batch("image"), text: batch("text") };
  },
});
