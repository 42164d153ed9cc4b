import { manyOnRequest, NodeError, number, optionalInput, output, perItem, seed } from "@unclip/engine";
import { decode as decodeItems, type Model, openModel, remarkOnSeed, remarksOnReturn } from "@unclip/unclip";
import { eachNode } from "../define-node.ts";
import { inGroups } from "../items/in-groups.ts";
import { encoding, image, imageEmbedding, noise } from "../kinds/kinds.ts";
import { requireNoise, requireSpace } from "../kinds/spaces.ts";
import { diffusing, pictures } from "../pictures/expected-pictures.ts";
import {
  clipOf,
  own,
  ownClip,
  ownGuidance,
  ownSampler,
  ownSpacing,
  ownSteps,
} from "../sampling/own-setting.ts";
import { stepPreviews } from "../sampling/step-previews.ts";
import { stepTrace } from "./step-trace.ts";

export const decode = eachNode({
  type: "decode",
  version: 4,
  title: "Decode",
  group: "decoder",
  about: "Draws a picture of an image embedding: P(x | z_i, y) by diffusion (paper §2.1).",
  inputs: {
    embedding: optionalInput(
      imageEmbedding,
      "Embedding",
      "z_i. Without it, the decoder draws from the caption, or without a condition.",
    ),
    text: optionalInput(
      encoding,
      "Text encoding",
      "A caption, for decoders that also read text; others ignore it.",
    ),
    noise: optionalInput(noise, "Noise", "x_T to start from. Default: drawn from the seed."),
  },
  outputs: {
    image: output(image, "Image", "The picture, of the decoder's size."),
    trace: manyOnRequest(image, "Trace", "x̂₀ after each step: how the picture forms."),
  },
  params: {
    steps: ownSteps("decoder"),
    guidance: ownGuidance("decoder"),
    sampler: ownSampler("decoder"),
    eta: number({
      title: "η",
      about: "Randomness of DDIM: 0 is deterministic given x_T, above 0 gives the paper's variations (§3.1).",
      default: 0,
      min: 0,
      max: 1,
      step: 0.05,
    }),
    seed: seed(),
    spacing: ownSpacing,
    clip: ownClip,
  },
  async expect({ params, length, asked, host, model }) {
    const { roles } = (await host.packs.open(model)).manifest;
    const { shape, diffuses, steps } = roles.decoder ?? { shape: [0, 0, 0], diffuses: "pixels", steps: 0 };
    const [, high = 0, wide = 0] = shape;
    // the autoencoders of packs make eight pixels of a latent's side
    const scale = diffuses === "pixels" ? 1 : 8;
    const size = { width: scale * wide, height: scale * high };
    const made = pictures("image", length, size, diffusing({ items: length, shape }));
    if (!asked.has("trace")) return made;
    const pictured = length * (typeof params.steps === "number" ? params.steps : steps);
    const trace = pictures("trace", pictured, size);
    return { outputs: { ...made.outputs, ...trace.outputs }, work: (made.work ?? 0) + (trace.work ?? 0) };
  },
  async execute(items, context) {
    const { host, signal, remark } = context;
    const model = await openModel(host, context.model);
    perItem(items, ({ embedding, text, noise, clip }) => {
      if (embedding) requireSpace(model, "embedding", embedding.space);
      if (text) requireSpace(model, "text", text.space);
      if (noise) requireNoise(model, "decoder", noise);
      if (clip === "static" || clip === "dynamic") requirePixels(model, clip);
    });
    const key = (item: (typeof items)[number]) =>
      [item.steps, item.sampler, item.eta, item.spacing, item.clip, item.noise?.timesteps].join(" ");
    for (const [i, { noise, guidance, sampler, clip, seed }] of items.entries()) {
      const shared = noise ? undefined : remarkOnSeed(seed);
      if (shared !== undefined) remark(shared, i);
      if (!noise?.timesteps) continue;
      const settings = { guidance: own(guidance), sampler: own(sampler), clip: clipOf(clip) };
      for (const text of remarksOnReturn(model, settings)) remark(text, i);
    }
    const pictures = await inGroups(items, key, async (group, indices, done) => {
      const trace = stepTrace(context.asked.has("trace"));
      const previews = stepPreviews(context, { indices, done, count: items.length });
      const [first] = group;
      const decoded = await decodeItems(
        model,
        group.map(({ embedding, text, noise, seed, guidance }) => ({
          embedding: embedding?.vector,
          text,
          noise: noise?.sample,
          seed,
          guidance: own(guidance),
        })),
        {
          steps: own(first!.steps),
          timesteps: first!.noise?.timesteps,
          spacing: own(first!.spacing),
          clip: clipOf(first!.clip),
          sampler: own(first!.sampler),
          eta: first!.eta,
          signal,
          onStep: (report) => {
            trace.onStep(report);
            previews.onStep(report);
          },
        },
      );
      await previews.settle();
      const traces = await trace.of(group.length, signal);
      return decoded.map((image, i) => ({ image, trace: traces?.[i] }));
    });
    return pictures;
  },
});

/** Latents have no fixed range. */
function requirePixels(model: Model, clip: string): void {
  if (model.role("decoder").diffuses === "pixels") return;
  throw new NodeError(
    "clip_latents",
    `Found x̂₀ clipped (${clip}) for a decoder of latents, which have no range, expected pixels. Set it to pack or none.`,
  );
}
