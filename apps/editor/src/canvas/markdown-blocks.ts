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
    const heading = after(/^#{1,4}\s/, line);
    const item = after(/^[-*]\s/, line.trimStart());
    if (heading !== undefined) {
      close();
      blocks.push({ is: "heading", content: inlines(heading) });
    } else if (item !== undefined) {
      if (paragraph.length > 0) close();
      items.push(inlines(item));
    } else if (line.trim() === "") close();
    else {
      if (items.length > 0) close();
      paragraph.push(line);
    }
  }
  close();
  return blocks;
}

/** What follows the mark at the beginning of a line, and the white space after it. */
function after(mark: RegExp, line: string): string | undefined {
  const found = mark.exec(line);
  return found === null ? undefined : line.slice(found[0].length).trimStart();
}

/** A span of the text that is not plain, and where it ends. */
interface Span {
  readonly part: Inline;
  readonly end: number;
}

/** Reads spans from left to right. A note may be hostile, so each closing mark is looked for once, whatever opens it. */
function inlines(text: string): readonly Inline[] {
  const parts: Inline[] = [];
  const spanAt = spanReader(text);
  let at = 0;
  const plain = (until: number) => {
    if (until > at) parts.push({ is: "text", text: text.slice(at, until) });
  };
  const opening = /[*_`[]/g;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const span = spanAt(match.index);
    if (span === undefined) continue;
    plain(match.index);
    parts.push(span.part);
    at = opening.lastIndex = span.end;
  }
  plain(text.length);
  return parts;
}

/** Reads the span that begins at an opening mark, if one does. To be asked for later and later places. */
function spanReader(text: string): (at: number) => Span | undefined {
  const ends = { "*": nextOf(text, /[*\n]/g), _: nextOf(text, /[_\n]/g), "`": nextOf(text, /[`\n]/g) };
  const [label, address] = [nextOf(text, /[\]\n]/g), nextOf(text, /[)\s]/g)];
  const enclosed = (mark: keyof typeof ends, at: number, is: "strong" | "emphasis" | "code", width = 1) => {
    const [start, end] = [at + width, ends[mark](at + width)];
    if (end === start || !text.startsWith(mark.repeat(width), end)) return undefined;
    return { part: { is, text: text.slice(start, end) }, end: end + width };
  };
  return (at) => {
    switch (text[at]) {
      case "*":
        return text[at + 1] === "*" ? enclosed("*", at, "strong", 2) : enclosed("*", at, "emphasis");
      case "_":
        return enclosed("_", at, "emphasis");
      case "`":
        return enclosed("`", at, "code");
    }
    const middle = label(at + 1);
    if (middle === at + 1 || !text.startsWith("](", middle)) return undefined;
    const end = address(middle + 2);
    if (end === middle + 2 || text[end] !== ")") return undefined;
    const to = text.slice(middle + 2, end);
    const part: Inline = isSafe(to)
      ? { is: "link", text: text.slice(at + 1, middle), to }
      : { is: "text", text: text.slice(at, end + 1) };
    return { part, end: end + 1 };
  };
}

/** Where one of some characters is next, from a place that never goes back; the length of the text where none is. */
function nextOf(text: string, characters: RegExp): (from: number) => number {
  let found = -1;
  return (from) => {
    if (found >= from) return found;
    characters.lastIndex = from;
    found = characters.exec(text)?.index ?? text.length;
    return found;
  };
}

function isSafe(to: string): boolean {
  return /^https?:\/\//i.test(to) || /^template:[a-z0-9-]+$/.test(to);
}
