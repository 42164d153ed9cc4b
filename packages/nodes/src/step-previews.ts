/**
 * Tells a run how far a diffusion is, with pictures of x̂₀ for whoever watches.
 */
import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import type { PictureReport } from "@unclip/unclip";
import { storePicture } from "./store-picture.ts";

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
  /** Waits for pictures that are still being made. */
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
 * Reports every step. Pictures are encoded and stored while the next step computes, so they reach the watcher a
 * little later than their step; none is made for the last step, whose result follows.
 */
export function stepPreviews(context: NodeContext<Host>, share: Share): StepPreviews {
  let last: Promise<void> = Promise.resolve();
  let failure: unknown;
  const show = async ({ step, steps, pictures }: PictureReport): Promise<void> => {
    if (context.signal.aborted) return;
    const [at, of] = overall(step, steps, share);
    if (step === steps) return context.progress(at, of);
    for (const [k, picture] of (await pictures(watched)).entries()) {
      const asset = await storePicture(context.host, picture);
      context.progress(at, of, { asset, item: share.indices[k]! });
    }
  };
  return {
    onStep(report) {
      last = last
        .then(() => show(report))
        .catch((error) => {
          failure ??= error;
        });
    },
    async settle() {
      await last;
      // A picture that cannot be made (a full disk, a number that is not finite) is the run's business too.
      if (failure !== undefined && !context.signal.aborted) throw failure;
    },
  };
}
