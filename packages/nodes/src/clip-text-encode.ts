import { input, output } from "@unclip/engine";
import { encodeText, openModel } from "@unclip/unclip";
import { eachNode } from "./define-node.ts";
import { encoding, textEmbedding, text as textKind } from "./kinds.ts";
import { spaceOf } from "./spaces.ts";

export const clipTextEncode = eachNode({
  type: "clip-text-encode",
  version: 1,
  title: "CLIP text encode",
  group: "CLIP",
  about: "Turns a caption into its CLIP text embedding z_t and the states of its tokens (paper §2).",
  inputs: {
    text: input(textKind, "Text", "The caption; its end is not read where it is longer than the encoder."),
  },
  outputs: {
    text: output(
      encoding,
      "Text encoding",
      "Token states, mask and z_t, as the prior and the decoder take them.",
    ),
    embedding: output(textEmbedding, "Text embedding", "z_t alone, for arithmetic."),
  },
  params: {},
  async execute(items, { host, model: id, signal }) {
    const model = await openModel(host, id);
    const space = spaceOf(model, "text");
    const encodings = await encodeText(
      model,
      items.map(({ text }) => text),
      signal,
    );
    return encodings.map((text) => ({
      text: { ...text, space },
      embedding: { vector: text.embedding, space },
    }));
  },
});
