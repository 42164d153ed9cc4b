import { choice, input, output, seed } from "@unclip/engine";
import { openModel, upsample as upsampleItems } from "@unclip/unclip";
import { eachNode } from "../define-node.ts";
import { inGroups } from "../items/in-groups.ts";
import { image as imageKind } from "../kinds/kinds.ts";
import { diffusing, pictures } from "../pictures/expected-pictures.ts";
import { clipOf, eta, own, ownClip, ownSampler, ownSpacing, ownSteps } from "../sampling/own-setting.ts";
import { stepPreviews } from "../sampling/step-previews.ts";

export const upsample = eachNode({
  type: "upsample",
  version: 3,
  title: "Upsample",
  group: "upsamplers",
  about:
    "Enlarges a picture by diffusion in pixels under the small one, without text or guidance (paper §2.1).",
  inputs: { image: input(imageKind, "Image", "A picture of the size that the stage takes.") },
  outputs: { image: output(imageKind, "Image", "The picture, enlarged.") },
  params: {
    stage: choice({
      title: "Stage",
      about: "The pack's first upsampler (64→256 in the paper) or its second (256→1024).",
      default: "first",
      options: ["first", "second"],
    }),
    steps: ownSteps(),
    sampler: ownSampler(),
    eta,
    seed: seed(),
    spacing: ownSpacing,
    clip: ownClip,
  },
  async expect({ params, length, host, model }) {
    const { roles } = (await host.packs.open(model)).manifest;
    const to = roles[params.stage === "second" ? "upsampler.1" : "upsampler.0"]?.to ?? 0;
    return pictures(
      "image",
      length,
      { width: to, height: to },
      diffusing({ items: length, shape: [3, to, to] }),
    );
  },
  async execute(items, context) {
    const { host, signal } = context;
    const model = await openModel(host, context.model);
    const key = (item: (typeof items)[number]) =>
      [item.stage, item.steps, item.sampler, item.eta, item.spacing, item.clip, item.image.shape].join(" ");
    const pictures = await inGroups(items, key, async (group, indices, done) => {
      const previews = stepPreviews(context, { indices, done, count: items.length });
      const { stage, steps, sampler, eta, spacing, clip } = group[0]!;
      const enlarged = await upsampleItems(model, stage === "first" ? 0 : 1, group, {
        steps: own(steps),
        sampler: own(sampler),
        eta,
        spacing: own(spacing),
        clip: clipOf(clip),
        signal,
        onStep: previews.onStep,
      });
      await previews.settle();
      return enlarged;
    });
    return pictures.map((image) => ({ image }));
  },
});
