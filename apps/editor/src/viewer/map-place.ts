/** A mark on a map of points: where it lies, what moves it, and which node shows what is there. */
import type { NodeTypeTable, Vocabulary } from "@unclip/engine";
import { addNode, connect, freshId, type Graph, own, portRef, setParam } from "@unclip/graph";
import { cardWidth } from "../canvas/node-layout.ts";
import { compose } from "../document/compose.ts";
import { downstreamOf } from "../document/connection.ts";
import { editHere, useDoc } from "../document/doc-store.ts";
import { fitKinds, kindOfOutput, nodeTypeOf } from "../document/port-kinds.ts";
import { useServer } from "../server/server-store.ts";
import { words } from "../words/words.ts";

/**
 * The place of the mark of a node, in the plot's own numbers: its params `x` and `y`. `undefined` for a node that has none,
 * or where an edge says where it lies.
 */
export function markOf(
  graph: Graph,
  vocabulary: Vocabulary,
  node: string,
): { readonly x: number; readonly y: number; readonly output: string } | undefined {
  const found = own(graph.nodes, node);
  const type = found && nodeTypeOf(graph, vocabulary, found.type);
  const output = type && embeddingOutput(type);
  const [x, y] = ["x", "y"].map((name) => {
    const param = type?.params[name];
    if (param?.param !== "number" || own(found?.inputs, name) !== undefined) return undefined;
    const literal = own(found?.params, name) ?? param.default;
    return typeof literal === "number" ? literal : undefined;
  });
  return x === undefined || y === undefined || output === undefined ? undefined : { x, y, output };
}

function embeddingOutput(type: NodeTypeTable): string | undefined {
  return Object.entries(type.outputs).find(([, { kind }]) => kind.startsWith("embedding"))?.[0];
}

/** Moves the mark; all of one gesture (the time at which it began) is one step of the history. */
export function moveMark(node: string, x: number, y: number, gesture: number): void {
  editHere((graph) => {
    const both = compose(graph, words().moveMark(node), [
      (now) => setParam(now, node, "x", x),
      (now) => setParam(now, node, "y", y),
    ]);
    return { ...both, mergeKey: `mark ${node}` };
  }, gesture);
}

/** The nodes that what lies at the mark goes through, nearest first. */
export function followersOf(graph: Graph, node: string, output: string): readonly string[] {
  const ref = portRef(node, output);
  const direct = Object.entries(graph.nodes).flatMap(([id, { inputs }]) =>
    Object.values(inputs ?? {}).includes(ref) ? [id] : [],
  );
  return [...new Set([...direct, ...direct.flatMap((id) => [...downstreamOf(graph, id)])])];
}

/** Adds what draws the embedding at the mark: the node type that makes an image of it, and one that shows images. */
export function addFollower(node: string, output: string): void {
  const { here } = useDoc.getState();
  const { vocabulary } = useServer.getState();
  const kind = kindOfOutput(here, vocabulary, { node, port: output }) ?? "";
  const draw = drawing(vocabulary, kind);
  const show = showing(vocabulary);
  if (!draw || !show) return;
  const [x, y] = here.nodes[node]?.at ?? [0, 0];
  const drawId = freshId(here, draw.type);
  const showId = freshId(here, show.type);
  const gap = cardWidth + 40;
  editHere((graph) =>
    compose(graph, words().drawMark, [
      (now) => addNode(now, drawId, { type: draw.type, at: [x + gap, y] }),
      (now) => connect(now, portRef(node, output), portRef(drawId, draw.input)),
      (now) => addNode(now, showId, { type: show.type, at: [x + 2 * gap, y] }),
      (now) => connect(now, portRef(drawId, draw.output), portRef(showId, show.input)),
    ]),
  );
}

/** The node type that makes an image of a value of this kind; of those, the one that asks for nothing else. */
function drawing(vocabulary: Vocabulary, kind: string) {
  const types = Object.values(vocabulary.nodeTypes).flatMap(({ type, inputs, outputs }) => {
    const [input] = Object.entries(inputs).filter(([, port]) => port.kind === kind);
    const [output] = Object.entries(outputs).filter(([, port]) => port.kind === "image");
    const asks = Object.values(inputs).filter((port) => !port.optional && port !== input?.[1]).length;
    return input && output && asks === 0 ? [{ type, input: input[0], output: output[0] }] : [];
  });
  return types[0];
}

/** The node type that is there to look at images alone. */
function showing(vocabulary: Vocabulary): { readonly type: string; readonly input: string } | undefined {
  for (const { type, sink, inputs } of Object.values(vocabulary.nodeTypes)) {
    const [only, more] = Object.entries(inputs);
    if (!sink || only === undefined || more !== undefined) continue;
    if (fitKinds(vocabulary, "image", only[1].kind) !== undefined) return { type, input: only[0] };
  }
  return undefined;
}
