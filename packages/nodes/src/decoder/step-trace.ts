/**
 * The steps of a diffusion as pictures.
 */
import type { Batch } from "@unclip/engine";
import type { Tensor } from "@unclip/tensor";
import type { PictureReport } from "@unclip/unclip";

export interface StepTrace {
  readonly onStep: (report: PictureReport) => void;
  /** After the last step: x̂₀ after every step for each of `count` items, or `undefined` if not `asked`. */
  of(count: number, signal: AbortSignal): Promise<Batch<Tensor>[] | undefined>;
}

/**
 * Keeps the reports of all steps if `asked`, and makes pictures of them after the computation. For latents, this runs
 * the autoencoder's decoder.
 */
export function stepTrace(asked: boolean): StepTrace {
  const reports: PictureReport[] = [];
  return {
    onStep(report) {
      if (asked) reports.push(report);
    },
    async of(count, signal) {
      if (!asked) return undefined;
      const labels = reports.map(({ step, steps }) => `step ${step} of ${steps}`);
      const pictures: Tensor[][] = [];
      for (const report of reports) {
        signal.throwIfAborted();
        pictures.push(await report.pictures(count));
      }
      return Array.from({ length: count }, (_, i) => ({ items: pictures.map((step) => step[i]!), labels }));
    },
  };
}
