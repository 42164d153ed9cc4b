import { combine, type Tensor } from "@unclip/tensor";
import { alphaBar, type Schedule } from "./schedule.ts";

/** q(x_t | x₀): √ᾱ_t·x₀ + √(1−ᾱ_t)·noise (Ho et al. 2020, eq. 4). Throws `timesteps` for a level outside the schedule. */
export function addNoise(schedule: Schedule, x0: Tensor, level: number, noise: Tensor): Tensor {
  const bar = alphaBar(schedule, level);
  return combine(Math.sqrt(bar), x0, Math.sqrt(1 - bar), noise);
}
