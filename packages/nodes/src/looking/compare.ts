import { choice, input, number, output } from "@unclip/engine";
import { affine, resizeBicubic, type Tensor } from "@unclip/tensor";
import { eachNode } from "../define-node.ts";
import { image, number as numberKind } from "../kinds/kinds.ts";
import { pictures, sizeOf } from "../pictures/expected-pictures.ts";

export const compare = eachNode({
  type: "compare",
  version: 1,
  title: "Compare",
  group: "looking",
  about: "Two pictures side by side, or their difference.",
  sink: true,
  inputs: {
    a: input(image, "A", "The left picture."),
    b: input(image, "B", "The right picture; it is resized to A's size."),
  },
  outputs: {
    image: output(image, "Image", "Both pictures, or the difference."),
    error: output(numberKind, "Error", "Root mean square difference of their pixels: 0 if equal, 1 at most."),
  },
  params: {
    mode: choice({
      title: "Mode",
      about: "Side by side, or the difference, which is black for equal pixels.",
      default: "side by side",
      options: ["side by side", "difference"],
    }),
    gain: number({
      title: "Gain",
      about: "Makes a difference brighter by this factor.",
      default: 1,
      min: 1,
      max: 64,
      step: 1,
    }),
  },
  expect({ inputs, params, length }) {
    const { width, height } = sizeOf(inputs.a);
    // the resized second picture, and the difference
    const work = 24 * width * height;
    return pictures(
      "image",
      length,
      { width: params.mode === "difference" ? width : 2 * width, height },
      work,
    );
  },
  execute: async (items) =>
    items.map(({ a, b, mode, gain }) => {
      const [, height = 1, width = 1] = a.shape;
      const other = resizeBicubic(b, height, width);
      const apart = difference(a, other);
      return {
        image: mode === "difference" ? affine(clipped(apart, gain), 2, -1) : sideBySide(a, other),
        error: Math.sqrt(apart.data.reduce((sum, x) => sum + x * x, 0) / apart.data.length),
      };
    }),
});

/** |a − b| of pixels in 0..1. */
function difference(a: Tensor, b: Tensor): Tensor {
  return { shape: a.shape, data: a.data.map((x, i) => Math.abs(x - b.data[i]!) / 2) };
}

function clipped(x: Tensor, gain: number): Tensor {
  return { shape: x.shape, data: x.data.map((value) => Math.min(1, gain * value)) };
}

/** [3, H, W] and [3, H, W] → [3, H, 2W]. */
function sideBySide(a: Tensor, b: Tensor): Tensor {
  const [, height = 1, width = 1] = a.shape;
  const data = new Float32Array(2 * a.data.length);
  for (let row = 0; row < 3 * height; row++) {
    data.set(a.data.subarray(row * width, (row + 1) * width), 2 * row * width);
    data.set(b.data.subarray(row * width, (row + 1) * width), (2 * row + 1) * width);
  }
  return { data, shape: [3, height, 2 * width] };
}
