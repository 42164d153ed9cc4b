import { input, NodeError, number, output, perItem, text, textList } from "@unclip/engine";
import { cosine } from "@unclip/tensor";
import { encodeText, openModel, type TextEncoding } from "@unclip/unclip";
import { captionRemarks } from "../captions/caption-remarks.ts";
import { eachNode } from "../define-node.ts";
import { writtenLines } from "../items/labels.ts";
import { imageEmbedding, table as tableKind, text as textKind } from "../kinds/kinds.ts";
import { requireSpace } from "../kinds/spaces.ts";
import { own } from "../sampling/own-setting.ts";

export const classify = eachNode({
  type: "classify",
  version: 3,
  title: "Classify",
  group: "CLIP",
  about:
    "Zero-shot classification: which of the labels fits a picture, by the cosines of their CLIP embeddings (Radford et al. 2021 §3.1).",
  sink: true,
  inputs: { embedding: input(imageEmbedding, "Image embedding", "z_i of the picture.") },
  outputs: {
    table: output(tableKind, "Probabilities", "Of each label, in order, with its cosine."),
    label: output(textKind, "Label", "The one that fits best."),
  },
  params: {
    labels: textList({
      of: "text",
      title: "Labels",
      about: "At least two, each once.",
      default: ["red heart", "green apple", "smiling cat"],
      maxItems: 256,
    }),
    template: text({
      title: "Template",
      about: "The caption for each label; {} is replaced by the label.",
      default: "{}",
      maxLength: 200,
    }),
    scale: number({
      title: "Scale",
      about:
        "Multiplies the cosines before the softmax; pack uses the scale that the model's CLIP learned, or 100, as in public CLIPs, if the pack has none.",
      default: "pack",
      words: ["pack"],
      own: "text-encoder.logitScale",
      min: 0,
      max: 1000,
      step: 1,
    }),
  },
  async execute(items, { host, model: id, signal, remark }) {
    const model = await openModel(host, id);
    const learned = model.role("text-encoder").logitScale ?? publicScale;
    const encoded = new Map<string, Promise<TextEncoding[]>>();
    const encode = (captions: readonly string[]) => {
      const key = JSON.stringify(captions);
      const known = encoded.get(key) ?? encodeText(model, captions, signal);
      encoded.set(key, known);
      return known;
    };
    return Promise.all(
      perItem(items, async ({ embedding, labels: lines, template, scale }, i) => {
        requireSpace(model, "embedding", embedding.space);
        const labels = requireLabels(writtenLines(lines), model.tokenize.normalize);
        const texts = await encode(labels.map((label) => template.replaceAll("{}", () => label)));
        for (const text of new Set(texts.flatMap((t) => captionRemarks(t)))) remark(text, i);
        const cosines = texts.map((t) => cosine(embedding.vector, t.embedding));
        const shares = softmax(cosines.map((c) => (own(scale) ?? learned) * c));
        const label = labels[shares.indexOf(Math.max(...shares))]!;
        const rows = labels.map((one, i) => ({ label: one, values: [shares[i]!, cosines[i]!] }));
        const note = `${label} ${(100 * Math.max(...shares)).toFixed(0)} %`;
        return { table: { columns: ["probability", "cosine"], rows, note }, label };
      }),
    );
  },
});

/** CLIP's scale is clipped at 100 in training, which public CLIPs reached (Radford et al. 2021 §2.5). */
const publicScale = 100;

/** Labels that the model reads alike are one label. */
function requireLabels(labels: readonly string[], normalize: (text: string) => string): readonly string[] {
  const readings = new Set(labels.map((label) => normalize(label).trim().toLowerCase()));
  if (labels.length >= 2 && readings.size === labels.length) return labels;
  const found = labels.length < 2 ? `${labels.length} labels` : "a label twice";
  throw new NodeError(
    "labels_invalid",
    `Found ${found}, expected at least two, each once. Correct the list.`,
  );
}

/** e^x / Σ e^x. Subtracts the largest x first, which does not change the result and prevents overflow. */
function softmax(x: readonly number[]): number[] {
  const largest = Math.max(...x);
  const raised = x.map((value) => Math.exp(value - largest));
  const sum = raised.reduce((total, value) => total + value, 0);
  return raised.map((value) => value / sum);
}
