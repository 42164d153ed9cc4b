/** Making parts, going into them and out, and taking them apart. */
import { type Graph, makePart, own, partOf, removePart, splitId, unpackPart } from "@unclip/graph";
import { canvasView, fitCanvas, showView } from "../canvas/viewport.ts";
import { compose } from "../document/compose.ts";
import { edit, editHere, goInside, useDoc } from "../document/doc-store.ts";
import { select, selectedNodes, setView, useView } from "../view/view-store.ts";
import { words } from "../words/words.ts";
import { type Inside, insideAlong } from "./inside.ts";

/** The selected use of a part, if that is what is selected. */
export function selectedUse(): { readonly use: string; readonly part: string } | undefined {
  const [use, more] = selectedNodes(useView.getState().selection);
  if (use === undefined || more !== undefined) return undefined;
  const { here } = useDoc.getState();
  const part = partOf(own(here.nodes, use));
  return part !== undefined && own(here.parts, part) !== undefined ? { use, part } : undefined;
}

/** The selected nodes become a part, and one use of it takes their place. */
export function makePartOfSelection(): void {
  const ids = selectedNodes(useView.getState().selection);
  let use: string | undefined;
  editHere((here) => {
    const change = makePart(here, ids, words().newPart);
    use = change.use;
    return change;
  });
  if (use !== undefined) select([use]);
}

/** The nodes of the selected use of a part take its place. */
export function unpackSelectedPart(): void {
  const chosen = selectedUse();
  if (chosen === undefined) return;
  let made: Iterable<string> = [];
  editHere((here) => {
    const change = unpackPart(here, chosen.use);
    made = change.ids.values();
    return change;
  });
  select(made);
}

/** Parts that the document does not use, neither itself nor through other parts that it uses. */
export function unusedParts(graph: Graph): readonly string[] {
  const parts = graph.parts ?? {};
  const used = new Set<string>();
  const pending = [graph.nodes];
  for (let nodes = pending.pop(); nodes !== undefined; nodes = pending.pop()) {
    for (const node of Object.values(nodes)) {
      const name = partOf(node);
      const part = name === undefined || used.has(name) ? undefined : own(parts, name);
      if (name === undefined || part === undefined) continue;
      used.add(name);
      pending.push(part.nodes);
    }
  }
  return Object.keys(parts).filter((name) => !used.has(name));
}

/** Removes them, in one step of the history; those that use others go first. */
export function removeUnusedParts(): void {
  edit((graph) => {
    let left = graph;
    const edits: ((graph: Graph) => ReturnType<typeof removePart>)[] = [];
    for (let names = unusedParts(left); names.length > 0; names = unusedParts(left)) {
      const name = names.find((candidate) => !isHeld(left, candidate)) ?? names[0]!;
      if (isHeld(left, name)) break;
      left = removePart(left, name).graph;
      edits.push((now) => removePart(now, name));
    }
    return compose(graph, edits.length === 1 ? edits[0]!(graph).label : "Remove unused parts", edits);
  });
}

/** Whether another part holds a use of this one. */
function isHeld(graph: Graph, name: string): boolean {
  return Object.values(graph.parts ?? {}).some((part) =>
    Object.values(part.nodes).some((node) => partOf(node) === name),
  );
}

/** Shows the inside of the selected use of a part. */
export function enterPart(chosen = selectedUse()): void {
  if (chosen !== undefined) goTo([...useDoc.getState().inside, chosen]);
}

/** Goes out of a part; what was entered is then selected. */
export function leavePart(depth = useDoc.getState().inside.length - 1): void {
  const { inside } = useDoc.getState();
  if (depth < 0) return;
  const left = inside[depth];
  goTo(inside.slice(0, depth));
  if (left) select([left.use]);
}

/** Shows a node by the name that runs and problems give it, `"use/node"`. */
export function goToNode(full: string): void {
  const { path, id } = splitId(full);
  goTo(insideAlong(useDoc.getState().graph, path));
  select([id]);
  requestAnimationFrame(() => fitCanvas([id]));
}

/** Where the canvas stood when a part was entered, by document and way in: coming out, one finds it so again. */
const views = new Map<string, ReturnType<typeof canvasView>>();

function goTo(inside: Inside): void {
  const { opened, path } = useDoc.getState();
  views.set(`${opened}:${path}`, canvasView());
  goInside(inside);
  const outside = path.startsWith(useDoc.getState().path) ? useDoc.getState().path : undefined;
  const kept = outside === undefined ? undefined : views.get(`${opened}:${outside}`);
  select([]);
  setView({ renaming: undefined, palette: undefined, menu: undefined, connecting: undefined });
  requestAnimationFrame(() => (kept ? showView(kept) : fitCanvas()));
}
