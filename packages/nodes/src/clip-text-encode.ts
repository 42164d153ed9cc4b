import { input, output } from "@unclip/engine";
import {
  concepts,
  encodeText,
  type Model,
  nearestConcepts,
  openModel,
  type TextEncoding,
} from "@unclip/unclip";
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
  async execute(items, { host, model: id, signal, remark }) {
    const model = await openModel(host, id);
    const space = spaceOf(model, "text");
    const encodings = await encodeText(
      model,
      items.map(({ text }) => text),
      signal,
    );
    for (const [i, encoding] of encodings.entries()) {
      if (encoding.truncated) remark(unread(encoding), i);
      if (encoding.unknown.length > 0) remark(await strangeWords(model, encoding), i);
    }
    return encodings.map((text) => ({
      text: { ...text, space },
      embedding: { vector: text.embedding, space },
    }));
  },
});

/** Characters of what was not read that a remark shows. */
const shown = 200;

/** Which words of a caption that is too long were left out. */
function unread({ cut, mask }: TextEncoding): string {
  const words = cut.length <= shown ? `"${cut}"` : `"${cut.slice(0, shown).trimEnd()}…"`;
  return `The caption is longer than the model reads (${mask.length} tokens): ${words} was left out. Say it in fewer words.`;
}

/** Which words the model guesses at, and what it takes the caption for. */
async function strangeWords(model: Model, { caption, embedding, unknown }: TextEncoding): Promise<string> {
  const words = unknown.map((word) => `"${word}"`).join(", ");
  const guess = `${words} ${unknown.length === 1 ? "is a word" : "are words"} that the model has not learned`;
  if (model.manifest.concepts === undefined) return `${guess}; it guesses.`;
  const near = nearestConcepts(await concepts(model), embedding, 3).map(({ label }) => label);
  return `${guess}. It takes "${caption}" for something like ${near.join(", ")}.`;
}
