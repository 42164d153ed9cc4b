import { NodeError, output, textList as textListParam } from "@unclip/engine";
import { allNode } from "../define-node.ts";
import { writtenLines } from "../items/labels.ts";
import { text as textKind } from "../kinds/kinds.ts";

export const textList = allNode({
  type: "text-list",
  version: 2,
  title: "Text list",
  group: "inputs",
  about: "Several texts, as a batch: one result per text.",
  inputs: {},
  outputs: { text: output(textKind, "Texts", "One item per line.", { items: ["lines"] }) },
  params: {
    lines: textListParam({
      title: "Lines",
      about: "One text per line.",
      of: "text",
      default: ["a cat", "a dog"],
    }),
  },
  async execute({ lines }) {
    const items = writtenLines(lines);
    if (items.length === 0)
      throw new NodeError("list_empty", "Found no lines, expected at least one. Write one text a line.");
    return { text: { items, labels: items } };
  },
});
