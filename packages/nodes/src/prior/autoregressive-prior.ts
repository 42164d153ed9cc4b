import { input, number, output, perItem, seed } from "@unclip/engine";
import { openModel, packCodebook, sampleCodes } from "@unclip/unclip";
import { eachNode } from "../define-node.ts";
import { codes as codesKind, encoding, imageEmbedding, number as numberKind } from "../kinds/kinds.ts";
import { requireSpace, spaceOf } from "../kinds/spaces.ts";
import { own, ownGuidance } from "../sampling/own-setting.ts";

export const autoregressivePrior = eachNode({
  type: "autoregressive-prior",
  version: 3,
  title: "Autoregressive prior",
  group: "prior",
  about:
    "Draws an image embedding that fits a caption: P(z_i | y) as quantised PCA coordinates, one after the other (paper §2.2).",
  inputs: { text: input(encoding, "Text encoding", "The caption, encoded.") },
  outputs: {
    embedding: output(imageEmbedding, "Image embedding", "z_i, from the codes."),
    codes: output(codesKind, "Codes", "The drawn codes."),
    dot: output(numberKind, "Dot product", "z_t · z_i."),
  },
  params: {
    guidance: ownGuidance("autoregressive-prior"),
    temperature: number({
      title: "Temperature",
      about:
        "Divides the logits: below 1, likely codes get likelier; 0 always takes the likeliest; pack uses the pack's setting.",
      default: "pack",
      words: ["pack"],
      own: "autoregressive-prior.temperature",
      min: 0,
      max: 5,
      step: 0.01,
    }),
    topP: number({
      title: "Top p",
      about:
        "Draws from the likeliest codes that together have this probability (at least one code); pack uses the pack's setting.",
      default: "pack",
      words: ["pack"],
      own: "autoregressive-prior.topP",
      min: 0,
      max: 1,
      step: 0.01,
    }),
    percentile: number({
      title: "Dot percentile",
      about:
        "The requested z_t · z_i is drawn from above this percentile. The paper found 50 best of 50 to 95; pack uses the pack's setting.",
      default: "pack",
      words: ["pack"],
      own: "autoregressive-prior.percentile",
      min: 0,
      max: 99,
      step: 1,
      unit: "%",
    }),
    seed: seed(),
  },
  async execute(items, { host, model: id, signal, progress }) {
    const model = await openModel(host, id);
    const space = spaceOf(model, "image");
    perItem(items, ({ text }) => requireSpace(model, "text", text.space));
    const samples = await sampleCodes(
      model,
      items.map(({ text, seed, guidance, temperature, topP, percentile }) => ({
        text,
        seed,
        guidance: own(guidance),
        temperature: own(temperature),
        topP: own(topP),
        percentile: own(percentile),
      })),
      { signal, onStep: ({ step, steps }) => progress(step, steps) },
    );
    const codebook = await packCodebook(model);
    return samples.map(({ embedding, codes, dot }) => ({
      embedding: { vector: embedding, space },
      codes: { values: codes, codebook, space },
      dot,
    }));
  },
});
