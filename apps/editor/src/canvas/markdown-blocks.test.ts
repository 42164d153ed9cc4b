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

it("leaves marks that nothing closes as they are", () => {
  for (const text of [
    "**a",
    "** a",
    "*a\n*",
    "_a",
    "__",
    "``",
    "`a",
    "[a",
    "[a](",
    "[a](b c)",
    "[](b)",
    "[a]()",
    "a*",
  ])
    expect(markdownBlocks(text)).toEqual([{ is: "paragraph", content: [{ is: "text", text }] }]);
  expect(markdownBlocks("**a*b*")).toEqual([
    {
      is: "paragraph",
      content: [
        { is: "text", text: "*" },
        { is: "emphasis", text: "a" },
        { is: "text", text: "b*" },
      ],
    },
  ]);
});

it.each(["[a](b", "[", "[a](", "**a", "_a\n", "`", "#  ", "- - ", "a\u2028", "(", "*[_`"])(
  "reads a note of %j a hundred thousand times in time that grows with its length",
  (piece) => {
    const marks = ["# ", "- ", ""];
    const time = (count: number) => {
      const texts = marks.map((mark) => `${mark}${" ".repeat(count)}${piece.repeat(count)}\u2028x`);
      // Work of this process and not time: other processes take their share of the machine.
      const before = process.cpuUsage();
      for (const text of texts) markdownBlocks(text);
      return process.cpuUsage(before).user / 1000;
    };
    time(1000);
    // eight times as long: 64 times as much for a search that begins anew at each mark
    const short = Math.max(1, Math.min(time(12_500), time(12_500), time(12_500)));
    expect(Math.min(time(100_000), time(100_000)) / short).toBeLessThan(40);
  },
);

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
