/**
 * Params whose default comes from the pack. The value "pack" means the pack's setting, so a graph that moves to another
 * pack uses that pack's settings. Numbers have no special values: guidance 0 means no condition.
 */
import { choice, integer, number } from "@unclip/engine";
import type { DiffuseOptions } from "@unclip/unclip";

/** Roles with settings in the manifest. */
type Role = "prior" | "autoregressive-prior" | "decoder";

/** Steps of a role. Upsamplers omit `role`, since the stage is a param. `setting`: the key in the manifest. */
export const ownSteps = (role?: Role, setting: "steps" | "inversionSteps" = "steps") =>
  integer({
    title: "Steps",
    about: "Model calls from noise to result; pack uses the pack's number.",
    default: "pack",
    words: ["pack"],
    min: 1,
    max: 1000,
    ...ownOf(role, setting),
  });

export const ownGuidance = (role: Role) =>
  number({
    title: "Guidance",
    about:
      "Classifier-free guidance s in u + s·(c − u): 0 ignores the condition, 1 follows it, higher values exaggerate it; pack uses the pack's setting.",
    default: "pack",
    words: ["pack"],
    min: 0,
    max: 30,
    step: 0.1,
    ...ownOf(role, "guidance"),
  });

export const ownSampler = (role?: Role) =>
  choice({
    title: "Sampler",
    about:
      "DDPM adds noise at each step, DDIM in proportion to η, DPM-Solver++ none; pack uses the pack's sampler, or DDIM if η is above 0 or x_T comes from an inversion.",
    default: "pack",
    options: ["pack", "ddpm", "ddim", "dpm-solver-2m"],
    ...ownOf(role, "sampler"),
  });

export const ownSpacing = choice({
  title: "Spacing",
  about:
    "Which levels the steps visit: evenly with both ends, from level 0 up, or from the noisiest down. DPM-Solver++ skips level 0; pack uses the pack's spacing.",
  default: "pack",
  options: ["pack", "linspace", "leading", "trailing"],
});

export const ownClip = choice({
  title: "Clip x̂₀",
  about:
    "Keeps the picture of each step in range: clamped to ±1 (static), or by dynamic thresholding, which strong guidance needs. For pixels, not for latents.",
  default: "pack",
  options: ["pack", "none", "static", "dynamic"],
});

export const eta = number({
  title: "η",
  about:
    "Randomness of DDIM: 0 is deterministic given x_T; above 0, the sampler pack means DDIM. DDPM and DPM-Solver++ ignore it.",
  default: 0,
  min: 0,
  max: 1,
  step: 0.05,
});

/** The rule for x̂₀, or `undefined` for the pack's. Dynamic thresholding as in Saharia et al. 2022 §2.3. */
export function clipOf(setting: (typeof ownClip)["options"][number]): DiffuseOptions["clip"] {
  switch (setting) {
    case "pack":
      return undefined;
    case "none":
      return { kind: "none" };
    case "static":
      return { kind: "range", value: 1 };
    case "dynamic":
      return { kind: "dynamic", ratio: 0.995, max: Number.POSITIVE_INFINITY };
  }
}

/** The setting, or `undefined` for "pack". */
export function own<T extends number | string>(value: T): Exclude<T, "pack"> | undefined {
  return value === "pack" ? undefined : (value as Exclude<T, "pack">);
}

function ownOf(role: Role | undefined, setting: string): { readonly own?: string } {
  return role === undefined ? {} : { own: `${role}.${setting}` };
}
