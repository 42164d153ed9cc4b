import { output, text as textParam } from "@unclip/engine";
import { eachNode } from "../define-node.ts";
import { text as textKind } from "../kinds/kinds.ts";

export const text = eachNode({
  type: "text",
  version: 1,
  title: "Text",
  group: "inputs",
  about: "A caption, or any other text.",
  inputs: {},
  outputs: { text: output(textKind, "Text", "The text as it is written.") },
  params: {
    text: textParam({ title: "Text", about: "What to draw, in plain words.", default: "", multiline: true }),
  },
  execute: async (items) => items.map(({ text }) => ({ text })),
});
