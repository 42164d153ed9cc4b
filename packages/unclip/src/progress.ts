/**
 * Progress reports of a diffusion, one per step.
 */
import { sliceBatch, type Tensor } from "@unclip/tensor";

export interface StepReport {
  /** Steps done, 1..steps. */
  readonly step: number;
  readonly steps: number;
}

export interface PictureReport extends StepReport {
  /** x̂₀ of up to `first` items from the start of the batch, each [3, H, W] in [−1, 1]. */
  readonly pictures: (first: number) => Promise<Tensor[]>;
}

/** The first rows of a batch; all if there are fewer. */
export function firstRows(batch: Tensor, first: number): Tensor {
  return sliceBatch(batch, 0, Math.min(first, batch.shape[0] ?? 0));
}
