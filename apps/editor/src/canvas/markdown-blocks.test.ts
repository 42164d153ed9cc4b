import { expect, it } from "vitest";
import { markdownBlocks } from "./markdown-blocks.ts";

it("reads headings, lists, paragraphs and spans", () => {
  expect(markdownBlocks("# Title\nType **a caption** and _run_.\n\n- one\n- `two`")).toEqual([
    { is: "heading", content: [{ is: "text", text: "Title" }] },
    {
      is: "paragraph",
      content: [
        { is: "text", text: "Type " },
        { is: "strong", text: "a caption" },
        { is: "text", text: " and " },
        { is: "emphasis", text: "run" },
        { is: "text", text: "." },
      ],
    },
    { is: "list", items: [[{ is: "text", text: "one" }], [{ is: "code", text: "two" }]] },
  ]);
});

it("keeps links to the web and to templates, and shows others as they are written", () => {
  const [block] = markdownBlocks(
    "[paper](https://arxiv.org/abs/2204.06125) [next](template:interpolation) [x](javascript:alert(1))",
  );
  const links = block?.is === "paragraph" ? block.content.filter(({ is }) => is === "link") : [];
  expect(links).toEqual([
    { is: "link", text: "paper", to: "https://arxiv.org/abs/2204.06125" },
    { is: "link", text: "next", to: "template:interpolation" },
  ]);
});

it("leaves markup of the page as text", () => {
  expect(markdownBlocks("<img src=x onerror=alert(1)>")).toEqual([
    { is: "paragraph", content: [{ is: "text", text: "<img src=x onerror=alert(1)>" }] },
  ]);
});
