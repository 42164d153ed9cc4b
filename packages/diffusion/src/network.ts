import type { Tensor } from "@unclip/tensor";

/**
 * A trained network under its conditioning: x [B, ...] at level t → its prediction. The caller of a model splits its
 * output channels into the two parts of {@link NetworkOutput}.
 */
export type Network = (x: Tensor, t: number) => Promise<NetworkOutput>;

export interface NetworkOutput {
  /** Of x's shape: ε, x₀ or v. */
  readonly prediction: Tensor;
  /** Of x's shape, about [−1, 1]: position of the log-variance between ln β̃ (−1) and ln β (+1). */
  readonly variance?: Tensor;
}
