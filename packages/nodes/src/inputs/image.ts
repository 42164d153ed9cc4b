import { asset, each, NodeError, output } from "@unclip/engine";
import { eachNode } from "../define-node.ts";
import { image as imageKind } from "../kinds/kinds.ts";
import { pictures, storedSize } from "../pictures/expected-pictures.ts";

export const image = eachNode({
  type: "image",
  version: 2,
  title: "Image",
  group: "inputs",
  about: "A picture from a file: PNG, JPEG or WebP; transparency is laid on white.",
  inputs: {},
  outputs: { image: output(imageKind, "Image", "The picture as it was stored.") },
  params: {
    asset: asset({
      title: "File",
      about: "The picture to use.",
      media: ["image/png", "image/jpeg", "image/webp"],
    }),
  },
  async expect({ params, host }) {
    const size = await storedSize(host, params.asset);
    return pictures("image", 1, size ?? { width: 0, height: 0 });
  },
  // One after another: a picture of 4096 × 4096 takes 200 MB while it is decoded.
  execute: each(async ({ asset: id }, { host }) => {
    if (id === "") {
      throw new NodeError("asset_missing", "Found no picture, expected one. Choose a file for this node.");
    }
    const found = await host.assets.get(id);
    if (!found) {
      throw new NodeError(
        "asset_missing",
        `Found no stored picture ${id}. Choose the file for this node again.`,
      );
    }
    return { image: await host.images.decode(found.bytes) };
  }),
});
