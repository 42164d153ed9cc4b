import { input, output } from "@unclip/engine";
import { eachNode } from "../define-node.ts";
import { image as imageKind } from "../kinds/kinds.ts";
import { handedOn } from "../pictures/expected-pictures.ts";

export const saveImage = eachNode({
  type: "save-image",
  version: 1,
  title: "Save image",
  group: "looking",
  about:
    "Marks a picture as a result: it is kept with the run, and the command line writes it as a file named after this node.",
  sink: true,
  inputs: { image: input(imageKind, "Image", "The picture to keep.") },
  outputs: { image: output(imageKind, "Image", "The same picture.") },
  params: {},
  expect: handedOn("image", "image"),
  execute: async (items) => items.map(({ image }) => ({ image })),
});
