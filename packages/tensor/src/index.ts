export { batchOf, concatBatch, itemSize, sliceBatch, stack, unstack } from "./batch.ts";
export { gaussianBlur3 } from "./blur.ts";
export { concatChannels, splitChannels } from "./channels.ts";
export { cmmd, unbiasedCmmd } from "./cmmd.ts";
export {
  add,
  addScaled,
  affine,
  clamp,
  combine,
  combineItems,
  exponential,
  multiply,
  scale,
  subtract,
} from "./elementwise.ts";
export { frechetDistance, type Moments, moments } from "./frechet-distance.ts";
export { type Generator, generator, requireSeed } from "./generator.ts";
export { normalizeChannels } from "./normalize-channels.ts";
export { fitPca, type Pca, projectPca, reconstructPca, retainedEnergy } from "./pca.ts";
export { type PrecisionRecall, precisionRecall } from "./precision-recall.ts";
export { type Quantizer, tableQuantizer, uniformQuantizer } from "./quantize.ts";
export { resizeBicubic } from "./resize.ts";
export { resizeBicubic8Bit } from "./resize-8-bit.ts";
export { type SinusoidOptions, sinusoid } from "./sinusoid.ts";
export { type NormRule, slerp } from "./slerp.ts";
export { type Eigen, symmetricEigen } from "./symmetric-eigen.ts";
export { full, reshape, sameShape, showShape, sizeOf, type Tensor, tensor, zeros } from "./tensor.ts";
export { TensorError, type TensorErrorCode } from "./tensor-error.ts";
export { cosine, dot, lerp, mean, norm, normalize } from "./vector.ts";
