import { output, seed as seedParam } from "@unclip/engine";
import { generator } from "@unclip/tensor";
import { openModel } from "@unclip/unclip";
import { eachNode } from "./define-node.ts";
import { noise as noiseKind } from "./kinds.ts";

export const noise = eachNode({
  type: "noise",
  version: 1,
  title: "Noise",
  group: "noise",
  about:
    "x_T in the shape that the pack's decoder starts from; the decoder draws the same one from the same seed.",
  inputs: {},
  outputs: { noise: output(noiseKind, "Noise", "x_T.") },
  params: { seed: seedParam() },
  async execute(items, { host, model: id }) {
    const model = await openModel(host, id);
    const { shape } = model.role("decoder");
    const { joint } = model.manifest.embedding;
    return items.map(({ seed }) => ({ noise: { sample: generator(seed).normal(shape), joint } }));
  },
});
