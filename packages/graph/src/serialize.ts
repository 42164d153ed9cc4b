/**
 * Graph → text, made for version control: keys in a fixed order, and a layout that depends on the shape of the document
 * and never on the length of its values, so that a change of one value is a one-line diff.
 */
import type { AppForm, Frame, Graph, GraphNode, Literal, Note, Part, Point } from "./types.ts";

/** Objects and lists of texts with more entries than this get a line an entry. */
const inlineEntries = 4;

/** What is written: one line, or an object or list with a line an entry. */
type Layout = string | Lines;
interface Lines {
  readonly open: "{" | "[";
  readonly entries: readonly (readonly [key: string | undefined, value: Layout])[];
}

/** The text of a graph file; `parseGraph` gives the same graph back (without params and inputs that are empty). */
export function serializeGraph(graph: Graph): string {
  const document = lines([
    ["$schema", text(graph.$schema)],
    ["unclip", text(graph.unclip)],
    ["title", text(graph.title)],
    ["about", text(graph.about)],
    ["model", text(graph.model)],
    ["nodes", nodes(graph.nodes)],
    ["frames", unlessEmpty(each(graph.frames, frame))],
    ["notes", unlessEmpty(each(graph.notes, note))],
    ["parts", unlessEmpty(each(graph.parts, part))],
    ["app", graph.app && appForm(graph.app)],
  ]);
  return `${write(document, "")}\n`;
}

/** Nodes stay in the order of the document, which is the order in which they were made. */
function nodes(record: Readonly<Record<string, GraphNode>>): Lines {
  return each(record, (node) =>
    lines([
      ["type", text(node.type)],
      ["params", compact(unlessEmpty(byName(node.params)))],
      ["inputs", compact(unlessEmpty(byName(node.inputs)))],
      ["bends", compact(unlessEmpty(bends(node.bends)))],
      ["at", text(node.at)],
      ["off", text(node.off)],
    ]),
  );
}

function frame(f: Frame): Layout | undefined {
  return compact(
    lines([
      ["title", text(f.title)],
      ["at", text(f.at)],
      ["size", text(f.size)],
    ]),
  );
}

function note(n: Note): Layout | undefined {
  return lines([
    ["text", text(n.text)],
    ["at", text(n.at)],
    ["size", text(n.size)],
  ]);
}

function part(p: Part): Layout {
  return lines([
    ["title", text(p.title)],
    ["inputs", compact(byName(p.inputs))],
    ["outputs", compact(byName(p.outputs))],
    ["nodes", nodes(p.nodes)],
    ["frames", unlessEmpty(each(p.frames, frame))],
    ["notes", unlessEmpty(each(p.notes, note))],
  ]);
}

function appForm(a: AppForm): Layout {
  return lines([
    ["params", text(a.params)],
    ["outputs", text(a.outputs)],
  ]);
}

/** The points of an edge on one line. */
function bends(record: GraphNode["bends"]): Lines {
  const entries = Object.entries(record ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return lines(
    entries.map(([port, points]) => [port, `[${points.map(([x, y]) => `[${x}, ${y}]`).join(", ")}]`]),
  );
}

/** Params and edges by name: the order in which they were set means nothing. */
function byName(record: Readonly<Record<string, Literal>> | undefined): Lines {
  const entries = Object.entries(record ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return lines(entries.map(([key, value]) => [key, text(value)]));
}

function each<T>(
  record: Readonly<Record<string, T>> | undefined,
  layout: (value: T) => Layout | undefined,
): Lines {
  return lines(Object.entries(record ?? {}).map(([key, value]) => [key, layout(value)]));
}

function lines(entries: readonly (readonly [string, Layout | undefined])[]): Lines {
  return {
    open: "{",
    entries: entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  };
}

function text(value: Literal | Point | undefined): Layout | undefined {
  if (!Array.isArray(value)) return JSON.stringify(value);
  const items = value.map((item) => JSON.stringify(item));
  if (typeof value[0] !== "string" || items.length <= inlineEntries) return `[${items.join(", ")}]`;
  return { open: "[", entries: items.map((item) => [undefined, item]) };
}

function unlessEmpty(l: Lines): Lines | undefined {
  return l.entries.length === 0 ? undefined : l;
}

/** Few entries of a line each go on one line together. */
function compact(l: Lines | undefined): Layout | undefined {
  if (l === undefined || l.entries.length > inlineEntries) return l;
  if (!l.entries.every(([, value]) => typeof value === "string")) return l;
  const entries = l.entries.map(([key, value]) => `${JSON.stringify(key)}: ${String(value)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** The format nests five levels at most, so this may recurse. */
function write(layout: Layout, indent: string): string {
  if (typeof layout === "string") return layout;
  const close = layout.open === "{" ? "}" : "]";
  if (layout.entries.length === 0) return `${layout.open}${close}`;
  const inner = `${indent}  `;
  const written = layout.entries.map(
    ([key, value]) => `${inner}${key === undefined ? "" : `${JSON.stringify(key)}: `}${write(value, inner)}`,
  );
  return `${layout.open}\n${written.join(",\n")}\n${indent}${close}`;
}
