/** Pictures of past runs: which run and node each came from. */
import type { RunEvent } from "@unclip/engine";

export interface ResultPicture {
  readonly asset: string;
  readonly label: string;
  /** The node that made it first; nodes that only pass it on are not named. */
  readonly node: string;
}

/** The pictures of a run in the order in which they were made, each once. */
export function picturesOf(events: readonly RunEvent[]): readonly ResultPicture[] {
  const found = new Map<string, ResultPicture>();
  for (const event of events) {
    if (event.event !== "node-finished") continue;
    for (const { items, labels } of Object.values(event.outputs)) {
      for (const [i, { asset, text }] of items.entries()) {
        if (!asset?.type.startsWith("image/") || found.has(asset.id)) continue;
        found.set(asset.id, { asset: asset.id, label: labels?.[i] ?? text, node: event.node });
      }
    }
  }
  return [...found.values()];
}
