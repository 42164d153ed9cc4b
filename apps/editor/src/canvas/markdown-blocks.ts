/**
 * The little of markdown that notes use, as data: headings, lists, paragraphs; strong, emphasis, code and links.
 * Never HTML. A link is kept only for http, https and `template:NAME` (another graph of the gallery).
 */

export type Inline =
  | { readonly is: "text" | "strong" | "emphasis" | "code"; readonly text: string }
  | { readonly is: "link"; readonly text: string; readonly to: string };

export type Block =
  | { readonly is: "heading"; readonly content: readonly Inline[] }
  | { readonly is: "paragraph"; readonly content: readonly Inline[] }
  | { readonly is: "list"; readonly items: readonly (readonly Inline[])[] };

export function markdownBlocks(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  let items: (readonly Inline[])[] = [];
  const close = () => {
    if (paragraph.length > 0) blocks.push({ is: "paragraph", content: inlines(paragraph.join("\n")) });
    if (items.length > 0) blocks.push({ is: "list", items });
    paragraph = [];
    items = [];
  };
  for (const line of text.split("\n")) {
    const heading = /^#{1,4}\s+(.*)$/.exec(line);
    const item = /^\s*[-*]\s+(.*)$/.exec(line);
    if (heading) {
      close();
      blocks.push({ is: "heading", content: inlines(heading[1] ?? "") });
    } else if (item) {
      if (paragraph.length > 0) close();
      items.push(inlines(item[1] ?? ""));
    } else if (line.trim() === "") close();
    else {
      if (items.length > 0) close();
      paragraph.push(line);
    }
  }
  close();
  return blocks;
}

const pattern = /\*\*([^*\n]+)\*\*|\*([^*\n]+)\*|_([^_\n]+)_|`([^`\n]+)`|\[([^\]\n]+)\]\(([^)\s]+)\)/g;

function inlines(text: string): readonly Inline[] {
  const parts: Inline[] = [];
  let at = 0;
  const plain = (until: number) => {
    if (until > at) parts.push({ is: "text", text: text.slice(at, until) });
  };
  for (const match of text.matchAll(pattern)) {
    plain(match.index);
    at = match.index + match[0].length;
    const [whole, strong, star, underscore, code, label, to] = match;
    if (strong !== undefined) parts.push({ is: "strong", text: strong });
    else if (code !== undefined) parts.push({ is: "code", text: code });
    else if (label !== undefined && to !== undefined) {
      parts.push(isSafe(to) ? { is: "link", text: label, to } : { is: "text", text: whole });
    } else parts.push({ is: "emphasis", text: star ?? underscore ?? "" });
  }
  plain(text.length);
  return parts;
}

function isSafe(to: string): boolean {
  return /^https?:\/\//i.test(to) || /^template:[a-z0-9-]+$/.test(to);
}
