import { boolean, input, integer, output } from "@unclip/engine";
import { resizeBicubic } from "@unclip/tensor";
import { allNode } from "../define-node.ts";
import { animation, image } from "../kinds/kinds.ts";
import { sizeOf } from "../pictures/expected-pictures.ts";

export const animate = allNode({
  type: "animate",
  version: 1,
  title: "Animate",
  group: "looking",
  about: "Turns a batch of pictures into an animated WebP that loops.",
  sink: true,
  inputs: { image: input(image, "Frames", "The pictures; all are resized to the size of the first.") },
  outputs: { animation: output(animation, "Animation", "One file.") },
  params: {
    milliseconds: integer({
      title: "Milliseconds",
      about: "How long a frame is shown.",
      default: 80,
      min: 10,
      max: 10_000,
    }),
    bounce: boolean({
      title: "There and back",
      about: "Plays the frames backwards after the last, so that the end meets the beginning.",
      default: false,
    }),
  },
  expect({ inputs, params }) {
    const { width, height } = sizeOf(inputs.image);
    const frames = (inputs.image?.items ?? 1) * (params.bounce === true ? 2 : 1);
    // frames resized, their pixels of 3 bytes, and these in one strip
    const work = (12 * (inputs.image?.items ?? 1) + 6 * frames) * width * height;
    return { outputs: { animation: { items: 1 } }, work };
  },
  async execute({ image: { items }, milliseconds, bounce }, { host }) {
    const [, height = 1, width = 1] = items[0]!.shape;
    const frames = items.map((frame) => resizeBicubic(frame, height, width));
    const played = bounce ? [...frames, ...frames.slice(1, -1).reverse()] : frames;
    const bytes = await host.images.animate(played, milliseconds);
    const asset = await host.assets.put(bytes, "image/webp");
    return { animation: { items: [{ asset, frames: played.length, width, height, milliseconds }] } };
  },
});
