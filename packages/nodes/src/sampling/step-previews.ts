/**
 * Reports the progress of a diffusion to the run, with previews of x̂₀.
 */
import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import type { PictureReport } from "@unclip/unclip";
import { storePreview } from "../pictures/store-picture.ts";

/** The number of items with previews; the others appear when they are done. */
const watched = 4;

/** A group of items, and its position among all items of the node. */
export interface Share {
  readonly indices: readonly number[];
  /** Items of earlier groups. */
  readonly done: number;
  /** Items of the node. */
  readonly count: number;
}

export interface StepPreviews {
  readonly onStep: (report: PictureReport) => void;
  /** Waits for the preview in progress and drops later ones. */
  settle(): Promise<void>;
}

/** Progress of a group → progress over all items of the node. */
export function overall(
  step: number,
  steps: number,
  { indices, done, count }: Share,
): [step: number, of: number] {
  return [steps * done + step * indices.length, steps * count];
}

/**
 * Reports every step immediately, and previews of x̂₀ as fast as they can be encoded and stored. During an encoding, only
 * the newest step is queued, so previews do not slow the run down. The last step has no preview, since its result
 * follows.
 */
export function stepPreviews(context: NodeContext<Host>, share: Share): StepPreviews {
  let reached: readonly [step: number, of: number] = [0, 1];
  let waiting: PictureReport | undefined;
  let making: Promise<void> | undefined;
  let failure: unknown;
  const show = async ({ pictures }: PictureReport): Promise<void> => {
    for (const [k, picture] of (await pictures(watched)).entries()) {
      const asset = await storePreview(context.host, picture);
      context.progress(...reached, { asset, item: share.indices[k]! });
    }
  };
  const makeAll = async (): Promise<void> => {
    for (let report = take(); report && !context.signal.aborted; report = take()) await show(report);
  };
  const take = (): PictureReport | undefined => {
    const report = waiting;
    waiting = undefined;
    return report;
  };
  return {
    onStep(report) {
      reached = overall(report.step, report.steps, share);
      context.progress(...reached);
      waiting = context.previews && report.step < report.steps ? report : undefined;
      if (!waiting || making) return;
      making = makeAll()
        .catch((error) => {
          failure ??= error;
        })
        .finally(() => {
          making = undefined;
        });
    },
    async settle() {
      waiting = undefined;
      await making;
      // A preview that cannot be made (a full disk, a number that is not finite) fails the run too.
      if (failure !== undefined && !context.signal.aborted) throw failure;
    },
  };
}
