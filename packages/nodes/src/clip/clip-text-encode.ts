import { input, output } from "@unclip/engine";
import {
  concepts,
  encodeText,
  type Model,
  nearestConcepts,
  openModel,
  type TextEncoding,
} from "@unclip/unclip";
import { captionRemarks } from "../captions/caption-remarks.ts";
import { eachNode } from "../define-node.ts";
import { encoding, textEmbedding, text as textKind } from "../kinds/kinds.ts";
import { spaceOf } from "../kinds/spaces.ts";

export const clipTextEncode = eachNode({
  type: "clip-text-encode",
  version: 3,
  title: "CLIP text encode",
  group: "CLIP",
  about: "Turns a caption into its CLIP text embedding z_t and the states of its tokens (paper §2).",
  inputs: {
    text: input(textKind, "Text", "The caption. The encoder cuts captions that are too long."),
  },
  outputs: {
    text: output(
      encoding,
      "Text encoding",
      "Token states, mask and z_t, as the prior and the decoder take them.",
    ),
    embedding: output(textEmbedding, "Text embedding", "Only z_t, for arithmetic."),
  },
  params: {},
  async execute(items, { host, model: id, signal, remark }) {
    const model = await openModel(host, id);
    const space = spaceOf(model, "text");
    const encodings = await encodeText(
      model,
      items.map(({ text }) => text),
      signal,
    );
    for (const [i, encoding] of encodings.entries()) {
      for (const text of captionRemarks(encoding, await likeOf(model, encoding))) remark(text, i);
    }
    return encodings.map((text) => ({
      text: { ...text, space },
      embedding: { vector: text.embedding, space },
    }));
  },
});

/** The concepts that the model reads in a caption with unknown words. Empty if the pack has no concept table. */
async function likeOf(model: Model, { embedding, unknown }: TextEncoding): Promise<string[]> {
  if (unknown.length === 0 || model.manifest.concepts === undefined) return [];
  return nearestConcepts(await concepts(model), embedding, 3).map(({ label }) => label);
}
