/** What of a node's run can be looked at as a picture. */
import type { NodeRun } from "./run-state.ts";

export interface NodePicture {
  /** Asset ids, one an item. */
  readonly assets: readonly string[];
  readonly labels: readonly string[];
  /** The step whose prediction this is, while the node runs. */
  readonly predicted: { readonly step: number; readonly of: number } | undefined;
}

/** The preview of the step under way, else the pictures of the last finished run, else none. */
export function pictureOf(run: NodeRun | undefined): NodePicture | undefined {
  if (run === undefined) return undefined;
  const preview = run.status === "running" ? run.previews.at(-1) : undefined;
  if (preview)
    return { assets: [preview.asset], labels: [], predicted: { step: preview.step, of: preview.of } };
  for (const output of Object.values(run.outputs)) {
    const assets = output.items.flatMap((item) =>
      item.asset?.type.startsWith("image/") ? [item.asset.id] : [],
    );
    if (assets.length > 0) return { assets, labels: output.labels ?? [], predicted: undefined };
  }
  return undefined;
}
