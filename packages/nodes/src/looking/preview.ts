import { input, output } from "@unclip/engine";
import { eachNode } from "../define-node.ts";
import { anything } from "../kinds/kinds.ts";

export const preview = eachNode({
  type: "preview",
  version: 1,
  title: "Preview",
  group: "looking",
  about: "Shows its input and passes it on.",
  sink: true,
  inputs: { value: input(anything, "Value", "Anything.") },
  outputs: { value: output(anything, "Value", "The input.", "value") },
  params: {},
  execute: async (items) => items.map(({ value }) => ({ value })),
});
