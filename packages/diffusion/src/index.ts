export { addNoise } from "./add-noise.ts";
export { type Clip, dynamicThreshold } from "./clip.ts";
export { type Denoised, type Denoiser, type DenoiserOptions, denoiser } from "./denoiser.ts";
export { DiffusionError, type DiffusionErrorCode } from "./diffusion-error.ts";
export { type GuidanceScale, guide, guided, needsNoGuidance } from "./guidance.ts";
export { inversionTimesteps, inversionWarnings } from "./inversion.ts";
export type { Network, NetworkOutput } from "./network.ts";
export { type Conversion, conversion, type Prediction } from "./prediction.ts";
export { lastSample, type Noise, type SamplerOptions, type SamplerStep } from "./sampler.ts";
export { type DdimOptions, sampleDdim } from "./samplers/ddim.ts";
export { type DdpmOptions, sampleDdpm } from "./samplers/ddpm.ts";
export { sampleDpmSolver2m } from "./samplers/dpm-solver-2m.ts";
export { type InvertOptions, invertDdim } from "./samplers/invert-ddim.ts";
export {
  alphaBar,
  CLEAN,
  cosineSchedule,
  linearSchedule,
  type Precision,
  type Schedule,
  scaledLinearSchedule,
} from "./schedule.ts";
export { solverTimesteps } from "./solver-timesteps.ts";
export { checkTimesteps, type Spacing, timesteps } from "./timesteps.ts";
