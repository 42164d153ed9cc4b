import { type Spacing, timesteps } from "./timesteps.ts";

/**
 * The levels of `n` steps of a multistep solver (DPM-Solver++) as diffusers' DPMSolverMultistepScheduler chooses them.
 * Spacings that would end at level 0 are spaced for n + 1 levels and level 0 is left out, so that the last step goes
 * from the last level straight to clean: λ of level 0 is so far from the level above it that a step of second order
 * between the two leaves the range of data. Trailing levels, lists and sections with counts are those of
 * {@link timesteps}. So are all spacings if n is the whole schedule, which has no level to leave out.
 * Throws `timesteps`.
 */
export function solverTimesteps(total: number, n: number, spacing: Spacing): number[] {
  if (!endsAtZero(spacing) || n === total) return timesteps(total, n, spacing);
  return timesteps(total, n + 1, spacing).slice(0, -1);
}

/** Whether a spacing of any number of steps ends at level 0, or at its offset. */
function endsAtZero(spacing: Spacing): boolean {
  if (typeof spacing === "string")
    return spacing === "linspace" || spacing === "leading" || spacing === "sections";
  return spacing.kind === "leading";
}
