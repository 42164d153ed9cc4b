/**
 * What really feeds each node: bypassed nodes are looked through, muted ones yield nothing, and a node that needs what
 * a muted one would give does not run either.
 */
import { type NodePort, own, portRef } from "@unclip/graph";
import type { NodeTypeTable, Vocabulary } from "../contract/describe.ts";
import type { WiredNode } from "./wired-node.ts";
import type { Wiring } from "./wiring.ts";

/** A node as far as running is concerned. */
export interface FedNode {
  /** Edges from nodes that run: input port or param → output port. */
  readonly edges: ReadonlyMap<string, NodePort>;
  /** Kinds of the outputs that follow what enters the node; the others are as declared. */
  readonly followed: ReadonlyMap<string, string>;
  /** Why it does not run, where it does not: itself switched off, or what it needs. */
  readonly idle?: { readonly because: string; readonly port?: string };
}

/** By index of the node in the wiring. */
export function feed(wiring: Wiring, vocabulary: Vocabulary): readonly FedNode[] {
  const fed: FedNode[] = new Array(wiring.nodes.length);
  // nearly every graph has nothing switched off, and then edges are as drawn
  const allOn = wiring.nodes.every(({ flat }) => flat.node.off === undefined);
  const through = passThrough(wiring, vocabulary);
  for (const index of wiring.order) {
    const wired = wiring.nodes[index] as WiredNode;
    const { edges, idle } = allOn ? { edges: wired.drawn } : feedOne(wired, wiring, fed, through);
    const followed = followedKinds(wired, edges, (source) => kindOf(source, wiring, fed));
    fed[index] = { edges, followed, ...(idle === undefined ? {} : { idle }) };
  }
  return fed;
}

/** The kind of an output, after what enters its node; `undefined` where its node type is not known. */
export function kindOf(source: NodePort, wiring: Wiring, fed: readonly FedNode[]): string | undefined {
  const from = wiring.byId.get(source.node);
  if (from === undefined) return undefined;
  return fed[from.index]?.followed.get(source.port) ?? own(from.table?.outputs, source.port)?.kind;
}

/** Looks through what is switched off. */
function feedOne(
  wired: WiredNode,
  wiring: Wiring,
  fed: readonly FedNode[],
  through: (source: NodePort) => Found,
): Pick<FedNode, "edges" | "idle"> {
  const edges = new Map<string, NodePort>();
  let idle: FedNode["idle"] = wired.flat.node.off === undefined ? undefined : { because: wired.flat.id };
  for (const [port, drawn] of wired.drawn) {
    const found = through(drawn);
    const source = wiring.byId.get(found.node) as WiredNode;
    const because = found.stopped ? found.node : fed[source.index]?.idle?.because;
    if (because === undefined) edges.set(port, { node: found.node, port: found.port });
    else if (requires(wired, port)) idle ??= { because, port };
  }
  return { edges, ...(idle === undefined ? {} : { idle }) };
}

function requires(wired: WiredNode, port: string): boolean {
  const input = own(wired.table?.inputs, port);
  return input !== undefined && !input.optional;
}

const asDeclared: ReadonlyMap<string, string> = new Map();

function followedKinds(
  wired: WiredNode,
  edges: ReadonlyMap<string, NodePort>,
  kind: (source: NodePort) => string | undefined,
): ReadonlyMap<string, string> {
  let followed: Map<string, string> | undefined;
  for (const [name, { as }] of Object.entries(wired.table?.outputs ?? {})) {
    const source = as === undefined ? undefined : edges.get(as);
    const entered = source && kind(source);
    if (entered !== undefined) followed = (followed ?? new Map()).set(name, entered);
  }
  return followed ?? asDeclared;
}

interface Found extends NodePort {
  /** Ended at a switched-off node that hands nothing on. */
  readonly stopped: boolean;
}

/** Follows an edge back through bypassed nodes. Each port is resolved once, so a chain of them costs its length. */
function passThrough(wiring: Wiring, vocabulary: Vocabulary): (source: NodePort) => Found {
  const known = new Map<string, Found>();
  return (source) => {
    const path: string[] = [];
    let at = source;
    let found: Found | undefined;
    while (found === undefined) {
      const wired = wiring.byId.get(at.node) as WiredNode;
      const off = wired.flat.node.off;
      if (off === undefined) {
        found = { ...at, stopped: false };
        break;
      }
      const key = portRef(at.node, at.port);
      found = known.get(key);
      if (found !== undefined) break;
      const handed =
        off === "mute" || path.length > wiring.nodes.length
          ? undefined
          : handedOn(wired, at.port, vocabulary);
      path.push(key);
      if (handed === undefined) found = { ...at, stopped: true };
      else at = handed;
    }
    for (const key of path) known.set(key, found);
    return found;
  };
}

/** The edge that a bypassed node hands on to an output: the first input of its kind, else the first that may stand for it. */
function handedOn(wired: WiredNode, output: string, vocabulary: Vocabulary): NodePort | undefined {
  const table = wired.table as NodeTypeTable | undefined;
  const port = own(table?.outputs, output);
  if (table === undefined || port === undefined) return undefined;
  const as = port.as === undefined ? undefined : wired.drawn.get(port.as);
  if (as !== undefined) return as;
  const inputs = Object.entries(table.inputs).filter(([name]) => wired.drawn.has(name));
  const accepts = own(vocabulary.kinds, port.kind)?.accepts;
  const fitting =
    inputs.find(([, i]) => i.kind === port.kind) ??
    inputs.find(([, i]) => own(accepts, i.kind) !== undefined);
  return fitting === undefined ? undefined : wired.drawn.get(fitting[0]);
}
