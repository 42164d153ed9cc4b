import { input, output } from "@unclip/engine";
import { evaluateText, openModel } from "@unclip/unclip";
import { captionRemarks } from "../captions/caption-remarks.ts";
import { eachNode } from "../define-node.ts";
import { textEmbedding, text as textKind } from "../kinds/kinds.ts";
import { evaluationSpace } from "../kinds/spaces.ts";

export const evaluationTextEncode = eachNode({
  type: "evaluation-text-encode",
  version: 3,
  title: "Evaluation text encode",
  group: "measuring",
  about:
    "A caption's embedding by a second CLIP that the model was not trained with, to score pictures with (Hessel et al. 2021).",
  inputs: { text: input(textKind, "Text", "The caption.") },
  outputs: {
    embedding: output(textEmbedding, "Text embedding", "In the space of the evaluation CLIP.", {
      space: { name: "evaluation" },
    }),
  },
  params: {},
  async execute(items, { host, model: id, signal, remark }) {
    const model = await openModel(host, id);
    const captions = items.map(({ text }) => text);
    for (const [i, caption] of captions.entries())
      for (const text of captionRemarks({ caption, ...model.tokenize(caption) })) remark(text, i);
    const vectors = await evaluateText(model, captions, signal);
    const space = evaluationSpace(model, "text");
    return vectors.map((vector) => ({ embedding: { vector, space } }));
  },
});
