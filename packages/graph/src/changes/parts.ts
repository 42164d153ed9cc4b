/** Named changes to the parts of a graph: edit inside, rename, remove, declare and hide ports. */
import type { Draft } from "immer";
import { type Change, ChangeError, change } from "../change.ts";
import { own } from "../own.ts";
import { partOf, partType } from "../part-use.ts";
import { splitRef } from "../port-ref.ts";
import type { Graph, Part, PortRef } from "../types.ts";
import { requireFree } from "./existing.ts";
import { partAfter, wireInside } from "./part-inside.ts";
import { existingPart, isUsed, mapNodes, withoutPorts } from "./part-uses.ts";

/** A part as a graph of its own, to look at and to edit: what it holds, and all parts. Throws {@link ChangeError} `part_unknown`. */
export function partGraph(graph: Graph, name: string): Graph {
  const { title, nodes, frames, notes } = existingPart(graph, name);
  return {
    unclip: 1,
    title,
    model: graph.model,
    nodes,
    ...(frames && { frames }),
    ...(notes && { notes }),
    ...(graph.parts && { parts: graph.parts }),
  };
}

/**
 * Makes an edit inside a part: `edit` gets {@link partGraph}, in which two more nodes hold the ends of declared ports, and
 * returns any change of it. Declared ports follow the inner ports that they stand for; those of removed nodes go, and
 * their edges at every use with them.
 * Throws {@link ChangeError} `part_unknown`, or `edit_outside` for an edit of what a part does not have.
 */
export function editPart(graph: Graph, name: string, edit: (inside: Graph) => Change): Change {
  const part = existingPart(graph, name);
  const wired = wireInside(part);
  const edited = edit({ ...partGraph(graph, name), nodes: wired });
  if (edited.patches.length === 0) return written(graph, graph, edited.label);
  const { title, nodes, frames, notes, parts, ...others } = edited.graph;
  if (own(parts, name) === undefined || others.model !== graph.model || Object.keys(others).length > 2)
    throw new ChangeError(
      "edit_outside",
      `"${edited.label}" edits what a part does not have; inside a part there are its title, nodes, frames, notes and parts.`,
    );
  const { frames: _, notes: __, ...inner } = partAfter(part, wired, nodes);
  const after: Part = { ...inner, title, ...(frames && { frames }), ...(notes && { notes }) };
  const gone = { inputs: missing(part.inputs, after.inputs), outputs: missing(part.outputs, after.outputs) };
  const tidied = withoutDeclared({ ...graph, parts: { ...parts, [name]: after } }, name, gone);
  const mergeKey = edited.mergeKey === undefined ? undefined : `part ${name} ${edited.mergeKey}`;
  return written(graph, tidied, `${edited.label} in ${part.title}`, mergeKey);
}

/** Gives a part another name in the file, and all its uses with it. It keeps its place and its title. */
export function renamePart(graph: Graph, from: string, to: string): Change {
  existingPart(graph, from);
  const label = `Rename the part ${from} to ${to}`;
  if (from === to) return written(graph, graph, label);
  requireFree(graph.parts, to);
  const renamed = mapNodes(graph, (nodes) => {
    if (!Object.values(nodes).some((node) => partOf(node) === from)) return nodes;
    const entries = Object.entries(nodes).map(
      ([id, node]) => [id, partOf(node) === from ? { ...node, type: partType(to) } : node] as const,
    );
    return Object.fromEntries(entries);
  });
  const parts = Object.entries(renamed.parts ?? {}).map(
    ([name, part]) => [name === from ? to : name, part] as const,
  );
  return written(graph, { ...renamed, parts: Object.fromEntries(parts) }, label);
}

/** Removes a part that nothing uses. Throws {@link ChangeError} `part_unknown` or `part_used`. */
export function removePart(graph: Graph, name: string): Change {
  existingPart(graph, name);
  if (isUsed(graph, name))
    throw new ChangeError("part_used", `The part "${name}" is used; unpack or remove its uses first.`);
  return change(graph, `Remove the part ${name}`, (draft) => {
    delete draft.parts?.[name];
    if (Object.keys(draft.parts ?? {}).length === 0) delete draft.parts;
  });
}

/**
 * Declares a port of a part: input `port` feeds, or output `port` shows, the inner `"node.port"`. One of that name is
 * replaced. Throws {@link ChangeError} `part_unknown`, or `edge_invalid` when the inner node does not exist.
 */
export function declarePort(
  graph: Graph,
  name: string,
  side: "inputs" | "outputs",
  port: string,
  inner: PortRef,
): Change {
  const part = existingPart(graph, name);
  const target = splitRef(inner);
  if (
    !/^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(port) ||
    target.port === "" ||
    own(part.nodes, target.node) === undefined
  )
    throw new ChangeError(
      "edge_invalid",
      `"${port}" → "${inner}" is no port; give a name and a "node.port" of the part.`,
    );
  return change(graph, `Declare ${port} of ${part.title}`, (draft) => {
    const edited = own(draft.parts, name);
    if (edited !== undefined) edited[side][port] = inner;
  });
}

/** Takes a declared port away, and its edges and literals at every use. Throws {@link ChangeError} `part_unknown`. */
export function hidePort(graph: Graph, name: string, side: "inputs" | "outputs", port: string): Change {
  const part = existingPart(graph, name);
  const { [port]: _, ...left } = part[side];
  const gone = { inputs: new Set<string>(), outputs: new Set<string>(), [side]: new Set([port]) };
  const hidden = { ...graph, parts: { ...graph.parts, [name]: { ...part, [side]: left } } };
  return written(graph, withoutDeclared(hidden, name, gone), `Hide ${port} of ${part.title}`);
}

function withoutDeclared(
  graph: Graph,
  name: string,
  gone: { readonly inputs: ReadonlySet<string>; readonly outputs: ReadonlySet<string> },
): Graph {
  if (gone.inputs.size + gone.outputs.size === 0) return graph;
  return mapNodes(graph, (nodes) => withoutPorts(nodes, name, gone));
}

function missing(before: object, after: object): Set<string> {
  return new Set(Object.keys(before).filter((name) => !Object.hasOwn(after, name)));
}

/** The change from one graph to another, written where they differ. */
function written(before: Graph, after: Graph, label: string, mergeKey?: string): Change {
  return change(
    before,
    label,
    (draft) => {
      if (after.nodes !== before.nodes) draft.nodes = after.nodes as Draft<Graph>["nodes"];
      if (after.parts === before.parts) return;
      draft.parts = after.parts as Record<string, Draft<Part>>;
    },
    mergeKey,
  );
}
