/** What of a node's run there is to look at. */
import type { OutputSummary } from "@unclip/engine";
import { type PlotFacts, readAnimation, readPlot, readTable, type TableFacts } from "./facts.ts";
import type { NodeRun } from "./run-state.ts";

export interface ShownPictures {
  readonly is: "pictures";
  /** Asset ids, one an item. */
  readonly assets: readonly string[];
  readonly labels: readonly string[];
  /** Whether they are animations. */
  readonly moving: boolean;
  /** The step whose prediction this is, while the node runs. */
  readonly predicted: { readonly step: number; readonly of: number } | undefined;
}
export type Shown =
  | ShownPictures
  | { readonly is: "plot"; readonly plot: PlotFacts }
  | { readonly is: "table"; readonly table: TableFacts }
  | { readonly is: "text"; readonly lines: readonly { readonly kind: string; readonly text: string }[] };

/**
 * The last finished run's pictures, with the previews of a run under way in the places of those that they will replace;
 * else its plot, its table, or at least its values as text.
 */
export function shownOf(run: NodeRun | undefined): Shown | undefined {
  if (run === undefined) return undefined;
  const outputs = Object.values(run.outputs);
  const pictures = picturesOf(run);
  if (pictures) return pictures;
  const facts = outputs.flatMap(({ items }) => items.map((item) => item.facts));
  const plot = facts.map(readPlot).find((found) => found !== undefined);
  if (plot) return { is: "plot", plot };
  const table = facts.map(readTable).find((found) => found !== undefined);
  if (table) return { is: "table", table };
  const lines = outputs.flatMap(({ kind, items }) => items.map(({ text }) => ({ kind, text })));
  return lines.length > 0 ? { is: "text", lines } : undefined;
}

function picturesOf(run: NodeRun): ShownPictures | undefined {
  const ids = ({ items }: OutputSummary) =>
    items.flatMap(({ asset }) => (asset?.type.startsWith("image/") ? [asset.id] : []));
  const output = Object.values(run.outputs).find((candidate) => ids(candidate).length > 0);
  const finished = output ? ids(output) : [];
  const previews = run.status === "running" ? run.previews : [];
  const last = previews.at(-1);
  const assets = [...finished];
  for (const { item, asset } of previews) assets[item] = asset;
  // Items without a preview yet leave holes, which `filter` passes over.
  const present = assets.filter((asset) => asset !== "");
  if (present.length === 0) return undefined;
  const predicted = last && { step: last.step, of: last.of };
  const moving = readAnimation(output?.items[0]?.facts) !== undefined;
  return { is: "pictures", assets: present, labels: output?.labels ?? [], moving, predicted };
}
