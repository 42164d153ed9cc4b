/**
 * Sweeps: outputs with as many items as the values that are swept multiply to. Three short ranges make millions, so
 * the product is bounded, by `check` as far as literals tell it and by the run for the rest.
 */
import { type Literal, type NodePort, own } from "@unclip/graph";
import type { NodeTypeTable } from "../contract/describe.ts";
import { NodeError } from "../contract/node-error.ts";
import type { Findings } from "./findings.ts";
import type { ResolvedGraph, ResolvedNode } from "./resolved-graph.ts";

/** Items that two or more factors may multiply to. What is long by itself, as a file of embeddings is, is no sweep. */
const most = 256;

/** Throws NodeError `sweep_too_large` when an output would have more items than that; before anything is computed. */
export function requireSweep(
  outputs: Readonly<Record<string, { readonly items?: readonly string[] }>>,
  count: (factor: string) => number,
): void {
  for (const { items } of Object.values(outputs)) {
    const factors = (items ?? []).map(count);
    if (isTooLarge(factors))
      throw new NodeError("sweep_too_large", `Found ${found(factors)}, expected at most ${most}. ${remedy}.`);
  }
}

/** Nodes whose literals, and those of what feeds them, already say that they would have too many items. */
export function sweepProblems(graph: ResolvedGraph, findings: Findings): void {
  /** Items of each output at least, by node; what only a run can tell counts as one. */
  const known = new Map<string, Readonly<Record<string, number>>>();
  const from = (source: NodePort | undefined): number =>
    (source && known.get(source.node)?.[source.port]) ?? 1;
  for (const index of graph.order) {
    const { id, node, table, edges, idle } = graph.nodes[index] as ResolvedNode;
    if (table === undefined || idle !== undefined) continue;
    let met = 1;
    for (const source of edges.values()) met = Math.max(met, from(source));
    const own: Record<string, number> = {};
    let wrong: readonly number[] | undefined;
    for (const [port, { items }] of Object.entries(table.outputs)) {
      const factors = items?.map((name) =>
        edges.has(name) ? from(edges.get(name)) : literalCount(table, node.params, name),
      );
      if (factors !== undefined && isTooLarge(factors)) wrong ??= factors;
      else own[port] = factors ? product(factors) : table.over === "each" ? met : 1;
    }
    known.set(id, own);
    if (wrong !== undefined) {
      const factors = wrong;
      findings.error(id, () => ({
        code: "sweep_too_large",
        found: found(factors),
        expected: `at most ${most}`,
        remedy,
      }));
    }
  }
}

/** What a literal stands for: a list for as many as it has, a number for itself. */
export function countOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return typeof value === "number" && value >= 1 ? Math.floor(value) : 1;
}

function literalCount(
  table: NodeTypeTable,
  params: Readonly<Record<string, Literal>> | undefined,
  name: string,
): number {
  return countOf(own(params, name) ?? own(table.params, name)?.default);
}

const product = (factors: readonly number[]): number => factors.reduce((all, factor) => all * factor, 1);
const isTooLarge = (factors: readonly number[]): boolean =>
  product(factors) > most && factors.filter((factor) => factor > 1).length > 1;
const found = (factors: readonly number[]): string =>
  `a sweep of ${factors.filter((factor) => factor > 1).join(" × ")} = ${product(factors)} items`;
const remedy = "Sweep fewer values, or run it in parts";
