import { number as numberParam, output } from "@unclip/engine";
import { eachNode } from "../define-node.ts";
import { number as numberKind } from "../kinds/kinds.ts";

export const number = eachNode({
  type: "number",
  version: 1,
  title: "Number",
  group: "inputs",
  about: "A number that several nodes share.",
  inputs: {},
  outputs: { value: output(numberKind, "Value", "The number as it is set.") },
  params: { value: numberParam({ title: "Value", about: "Any number.", default: 1, min: -1e9, max: 1e9 }) },
  execute: async (items) => items.map(({ value }) => ({ value })),
});
