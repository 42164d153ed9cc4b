/**
 * Tells a run how far a diffusion is, with pictures of x̂₀ for whoever watches.
 */
import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import type { PictureReport } from "@unclip/unclip";
import { storePreview } from "../pictures/store-picture.ts";

/** Items of a batch that are shown while they form; the others appear when they are done. */
const watched = 4;

/** A group of items on its way through a node: where they stand among all of the node's items. */
export interface Share {
  readonly indices: readonly number[];
  /** Items of earlier groups. */
  readonly done: number;
  /** Items of the node. */
  readonly count: number;
}

export interface StepPreviews {
  readonly onStep: (report: PictureReport) => void;
  /** Waits for the picture that is being made; later ones are dropped. */
  settle(): Promise<void>;
}

/** Step `step` of `steps` of a group → the same for all items of the node. */
export function overall(
  step: number,
  steps: number,
  { indices, done, count }: Share,
): [step: number, of: number] {
  return [steps * done + step * indices.length, steps * count];
}

/**
 * Reports every step at once, and pictures of x̂₀ as fast as they can be encoded and stored beside the computation:
 * while one is in the making only the newest step waits, so that watching never slows a run down. The last step has
 * no picture, since its result follows.
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
      // A picture that cannot be made (a full disk, a number that is not finite) is the run's business too.
      if (failure !== undefined && !context.signal.aborted) throw failure;
    },
  };
}
