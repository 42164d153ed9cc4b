/** `--seed N`: one seed for all that a graph draws. */
import { resolvedGraph, typedParam, type Vocabulary } from "@unclip/engine";
import { type Graph, portRef } from "@unclip/graph";
import { InputError } from "./input-error.ts";
import { type Overrides, override } from "./overrides.ts";
import { faultSentence } from "./setting-value.ts";

/**
 * Sets every seed that is a literal, inside parts too: seed params of nodes and the start of `seeds` nodes. What comes over
 * an edge stays as it is, because a graph that makes sixteen pictures of sixteen seeds should still make sixteen. Throws
 * {@link InputError} for a value that is no seed.
 */
export function seedOverrides(
  graph: Graph,
  seed: string,
  vocabulary: Vocabulary,
): { readonly overrides: Overrides; readonly note: string } {
  let overrides: Overrides = new Map();
  const set: string[] = [];
  let fed = 0;
  requireSeed(seed);
  for (const { id, table, sources } of resolvedGraph(graph, vocabulary).nodes)
    for (const [name, param] of Object.entries(table?.params ?? {})) {
      if (param.param !== "seed") continue;
      if (sources.has(name)) {
        fed++;
        continue;
      }
      overrides = override(overrides, id, name, Number(seed));
      set.push(portRef(id, name));
    }
  return { overrides, note: noteOf(seed, set, fed) };
}

function requireSeed(seed: string): void {
  const param = { param: "seed", title: "Seed", about: "", default: 0 } as const;
  const read = typedParam(param, seed);
  if ("fault" in read) throw new InputError(faultSentence("--seed", param, seed, read.fault));
}

function noteOf(seed: string, set: readonly string[], fed: number): string {
  const seeds = (count: number) => `${count} ${count === 1 ? "seed" : "seeds"}`;
  const shown = set.length <= 8 ? set : [...set.slice(0, 8), `and ${set.length - 8} more`];
  const did = set.length === 0 ? "set no seed" : `set ${seeds(set.length)}: ${shown.join(", ")}`;
  const kept =
    fed === 0
      ? ""
      : ` ${seeds(fed)} that ${fed === 1 ? "comes over an edge was" : "come over edges were"} kept.`;
  return `--seed ${seed} ${did}.${kept}`;
}
