import { output, perItem, text } from "@unclip/engine";
import { conceptOf, concepts, openModel } from "@unclip/unclip";
import { eachNode } from "../define-node.ts";
import { imageEmbedding } from "../kinds/kinds.ts";
import { spaceOf } from "../kinds/spaces.ts";

export const concept = eachNode({
  type: "concept",
  version: 1,
  title: "Concept",
  group: "inputs",
  about:
    "An image embedding from the model's own table of concepts, by name: what pictures of it have in common.",
  inputs: {},
  outputs: { embedding: output(imageEmbedding, "Image embedding", "z_i of the concept.") },
  params: {
    label: text({
      title: "Label",
      about: "A name in the model's concept table.",
      default: "red heart",
      maxLength: 200,
    }),
  },
  async execute(items, { host, model: id }) {
    const model = await openModel(host, id);
    const table = await concepts(model);
    const space = spaceOf(model, "image");
    return perItem(items, ({ label }) => ({
      embedding: { vector: conceptOf(table, label, model.tokenize.normalize).embedding, space },
    }));
  },
});
