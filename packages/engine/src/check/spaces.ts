/**
 * Spaces travel with the edges: what a node gives lives in the space of what enters it, or in the graph's model's where
 * nothing does; only an output whose param names a space can bring in another. Known before anything runs.
 */
import { type Graph, type Literal, type NodePort, own } from "@unclip/graph";
import type { NodeTypeTable, PortTable } from "../contract/describe.ts";
import type { Findings } from "./findings.ts";
import { type Parts, shortened } from "./problem.ts";
import type { ResolvedGraph, ResolvedNode } from "./resolved-graph.ts";

export interface SpaceOptions {
  /** Name of the space that a model's values live in, by the model's id; `undefined` where it is not known. */
  readonly spaceOf?: (model: string) => string | undefined;
}

/** Stands for the space of the graph's model where its name is not known: it may be any, so it fits all. */
const unnamed = "";

/** The space that the graph's model makes; `""` where its name is not known. */
export function modelSpace(graph: Graph, { spaceOf }: SpaceOptions): string {
  return spaceOf?.(graph.model) ?? unnamed;
}

/** Spaces of a node's outputs; an output that lives in none, or in one that shows at run time only, has no entry. */
type Spaces = ReadonlyMap<string, string>;

/** Where two spaces meet. `model` is the space of the graph's model. */
export function spaceProblems(graph: ResolvedGraph, model: string, findings: Findings): void {
  if (!graph.nodes.some(namesSpace)) return;
  const spaces: Spaces[] = new Array(graph.nodes.length);
  for (const index of graph.order) {
    const resolved = graph.nodes[index] as ResolvedNode;
    // what is switched off is looked through
    if (resolved.table === undefined || resolved.node.off !== undefined) continue;
    const entering = spacesIn(resolved.table, resolved, ({ node, port }) =>
      spaces[graph.byId.get(node)?.index ?? -1]?.get(port),
    );
    const met = meet(resolved, entering, model, findings);
    spaces[index] = spacesOut(resolved, resolved.table, entering, met ?? model, model);
  }
}

/** Whether an output names a space of its own; without one, everything lives in the model's. */
function namesSpace({ table, node }: ResolvedNode): boolean {
  return Object.values(table?.outputs ?? {}).some(
    ({ space }) =>
      typeof space === "object" && ("name" in space || literal(node.params, table, space.param) !== unnamed),
  );
}

/** What a wired input brings. */
interface Entering {
  readonly port: string;
  readonly table: PortTable;
  readonly source: NodePort;
  readonly space: string;
}

/** In the order of the node type's ports. */
function spacesIn(
  table: NodeTypeTable,
  { edges }: ResolvedNode,
  spaceOf: (source: NodePort) => string | undefined,
): Entering[] {
  return Object.entries(table.inputs).flatMap(([port, input]) => {
    const source = edges.get(port);
    const space = source && spaceOf(source);
    return source === undefined || space === undefined ? [] : [{ port, table: input, source, space }];
  });
}

/** A space, and what says that it is this one. */
interface Met {
  readonly space: string;
  readonly why: string;
}

/** The one space of a node's inputs; inputs that live in another are problems. */
function meet(
  { id }: ResolvedNode,
  entering: readonly Entering[],
  model: string,
  findings: Findings,
): string | undefined {
  const models = ({ table }: Entering) => table.space === "model";
  const mismatch = (input: Entering, expected: Met) => findings.error(id, () => mismatchOf(input, expected));
  // an input that takes the model's alone says what the others have to be
  let met: Met | undefined = entering.some(models)
    ? { space: model, why: "the space of the graph's model" }
    : undefined;
  for (const input of [...entering.filter(models), ...entering.filter((e) => !models(e))]) {
    if (input.table.space === undefined) {
      const other = entering.find(({ port }) => port === input.table.like);
      if (other !== undefined && differ(input.space, other.space)) mismatch(input, whatEnters(other));
      continue;
    }
    if (met !== undefined && differ(input.space, met.space)) mismatch(input, met);
    else if (met === undefined || met.space === unnamed) met = whatEnters(input);
  }
  return met?.space;
}

function whatEnters({ port, space }: Entering): Met {
  return { space, why: `the space of what enters "${port}"` };
}

function differ(a: string, b: string): boolean {
  return a !== b && a !== unnamed && b !== unnamed;
}

function mismatchOf(input: Entering, expected: Met): Omit<Parts, "node"> {
  const { node, port } = input.source;
  return {
    code: "space_mismatch",
    port: input.port,
    found: `a value of the space "${shortened(input.space)}" from ${shortened(node)}.${port}`,
    expected: `"${shortened(expected.space)}", ${expected.why}`,
    remedy: "Make both with the same model",
  };
}

function spacesOut(
  { node, sources }: ResolvedNode,
  table: NodeTypeTable,
  entering: readonly Entering[],
  met: string,
  model: string,
): Spaces {
  const spaces = new Map<string, string>();
  for (const [port, { space, as }] of Object.entries(table.outputs)) {
    const followed = entering.find((input) => input.port === as)?.space;
    if (typeof space === "object" && "name" in space) spaces.set(port, space.name);
    else if (typeof space === "object") {
      const named = sources.has(space.param) ? undefined : literal(node.params, table, space.param);
      if (named !== undefined) spaces.set(port, named === unnamed ? model : named);
    } else if (followed !== undefined) spaces.set(port, followed);
    else if (space !== undefined) spaces.set(port, met);
  }
  return spaces;
}

/** The text of a param, or its default. */
function literal(
  params: Readonly<Record<string, Literal>> | undefined,
  table: NodeTypeTable | undefined,
  name: string,
): string {
  return String(own(params, name) ?? own(table?.params, name)?.default ?? unnamed);
}
