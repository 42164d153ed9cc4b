/** Where a picture came from: the nodes of its run's graph that led to it, with what was set on each. */
import type { Vocabulary } from "@unclip/engine";
import { type Graph, type Literal, outermost, own } from "@unclip/graph";
import { upstreamOf } from "../document/connection.ts";
import { nodeTypeOf } from "../document/port-kinds.ts";
import { readingOrder } from "../document/reading-order.ts";

export interface Ancestor {
  readonly node: string;
  /** The node type as people call it. */
  readonly title: string;
  /** Params that were set, `["Steps", "25"]`, in the node type's order. */
  readonly params: readonly (readonly [string, string])[];
  /** Pictures that were put in, by their asset. */
  readonly pictures: readonly string[];
}

/** The nodes that led to what `made` (`"use/node"` for one inside a part) shows, each after what feeds it. */
export function lineageOf(graph: Graph, vocabulary: Vocabulary, made: string): readonly Ancestor[] {
  const id = outermost(made);
  if (own(graph.nodes, id) === undefined) return [];
  const led = upstreamOf(graph, id);
  return readingOrder(graph).flatMap((node) => {
    const found = led.has(node) ? graph.nodes[node] : undefined;
    if (found === undefined) return [];
    const type = nodeTypeOf(graph, vocabulary, found.type);
    const set = Object.entries(type?.params ?? {}).filter(
      ([name]) => own(found.params, name) !== undefined && own(found.inputs, name) === undefined,
    );
    const isPicture = ([, { param }]: (typeof set)[number]) => param === "asset";
    return [
      {
        node,
        title: type?.title ?? found.type,
        params: set
          .filter((entry) => !isPicture(entry))
          .map(([name, { title }]) => [title, sayLiteral(found.params?.[name])] as const),
        pictures: set
          .filter(isPicture)
          .flatMap(([name]) => (found.params?.[name] ? [String(found.params[name])] : [])),
      },
    ];
  });
}

function sayLiteral(value: Literal | undefined): string {
  return Array.isArray(value) ? value.join(", ") : String(value ?? "");
}
