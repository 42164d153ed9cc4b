import { asset, NodeError, output } from "@unclip/engine";
import { allNode } from "../define-node.ts";
import { image as imageKind } from "../kinds/kinds.ts";
import { pictures, storedSize } from "../pictures/expected-pictures.ts";
import { image } from "./image.ts";

const file = (name: string) =>
  asset({
    title: `File ${name.toUpperCase()}`,
    about: "A picture, or none.",
    media: ["image/png", "image/jpeg", "image/webp"],
    optional: true,
  });

export const imageList = allNode({
  type: "image-list",
  version: 2,
  title: "Image list",
  group: "inputs",
  about: "Up to four pictures from files, one item each; join two lists for more.",
  inputs: {},
  outputs: { image: output(imageKind, "Images", "The chosen pictures, as they were stored.") },
  params: {
    a: file("a"),
    b: file("b"),
    c: file("c"),
    d: file("d"),
  },
  async expect({ params, host }) {
    const chosen = ["a", "b", "c", "d"].map((port) => params[port]).filter((id) => id !== "");
    const sizes = await Promise.all(chosen.map((id) => storedSize(host, id)));
    const width = Math.max(0, ...sizes.map((size) => size?.width ?? 0));
    const height = Math.max(0, ...sizes.map((size) => size?.height ?? 0));
    return pictures("image", chosen.length, { width, height });
  },
  async execute({ a, b, c, d }, context) {
    const chosen = [a, b, c, d].filter((id) => id !== "");
    if (chosen.length === 0) {
      throw new NodeError("asset_missing", "Found no picture, expected at least one. Choose a file.");
    }
    const pictures = await image.execute(
      chosen.map((id) => ({ asset: id })),
      context,
    );
    return { image: { items: pictures.map((picture) => picture.image) } };
  },
});
