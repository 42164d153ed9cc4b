import { nodeTypes as register } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { add } from "./arithmetic/add.ts";
import { expression } from "./arithmetic/expression.ts";
import { jitter } from "./arithmetic/jitter.ts";
import { lerp } from "./arithmetic/lerp.ts";
import { mean } from "./arithmetic/mean.ts";
import { normalize } from "./arithmetic/normalize.ts";
import { path } from "./arithmetic/path.ts";
import { scale } from "./arithmetic/scale.ts";
import { slerp } from "./arithmetic/slerp.ts";
import { subtract } from "./arithmetic/subtract.ts";
import { textDiff } from "./arithmetic/text-diff.ts";
import { join } from "./batch/join.ts";
import { pairs } from "./batch/pairs.ts";
import { pick } from "./batch/pick.ts";
import { repeat } from "./batch/repeat.ts";
import { classify } from "./clip/classify.ts";
import { clipImageEncode } from "./clip/clip-image-encode.ts";
import { clipTextEncode } from "./clip/clip-text-encode.ts";
import { nearest } from "./clip/nearest.ts";
import { similarity } from "./clip/similarity.ts";
import { ddimInvert } from "./decoder/ddim-invert.ts";
import { decode } from "./decoder/decode.ts";
import { concept } from "./inputs/concept.ts";
import { embeddingFile } from "./inputs/embedding-file.ts";
import { image } from "./inputs/image.ts";
import { imageList } from "./inputs/image-list.ts";
import { number } from "./inputs/number.ts";
import { range } from "./inputs/range.ts";
import { seeds } from "./inputs/seeds.ts";
import { text } from "./inputs/text.ts";
import { textList } from "./inputs/text-list.ts";
import { animate } from "./looking/animate.ts";
import { compare } from "./looking/compare.ts";
import { embeddingMap } from "./looking/embedding-map.ts";
import { grid } from "./looking/grid.ts";
import { plot } from "./looking/plot.ts";
import { preview } from "./looking/preview.ts";
import { saveImage } from "./looking/save-image.ts";
import { table } from "./looking/table.ts";
import { clipScore } from "./measuring/clip-score.ts";
import { cmmd } from "./measuring/cmmd.ts";
import { diversity } from "./measuring/diversity.ts";
import { evaluationImageEncode } from "./measuring/evaluation-image-encode.ts";
import { evaluationTextEncode } from "./measuring/evaluation-text-encode.ts";
import { frechetDistance } from "./measuring/frechet-distance.ts";
import { precisionRecall } from "./measuring/precision-recall.ts";
import { noise } from "./noise/noise.ts";
import { noiseSlerp } from "./noise/noise-slerp.ts";
import { dequantize } from "./pca/dequantize.ts";
import { pcaBasis } from "./pca/pca-basis.ts";
import { pcaFit } from "./pca/pca-fit.ts";
import { pcaProject } from "./pca/pca-project.ts";
import { pcaReconstruct } from "./pca/pca-reconstruct.ts";
import { quantize } from "./pca/quantize.ts";
import { autoregressivePrior } from "./prior/autoregressive-prior.ts";
import { diffusionPrior } from "./prior/diffusion-prior.ts";
import { meanGap } from "./prior/mean-gap.ts";
import { rerank } from "./prior/rerank.ts";
import { upsample } from "./upsamplers/upsample.ts";

export { kinds } from "./kinds/kinds.ts";
export type { Embedding, Encoding, Noise, Space, Table } from "./kinds/values.ts";

/** Every node type of this library, by name, in the order of the palette. */
export const nodeTypes = register<Host>([
  text,
  textList,
  number,
  seeds,
  range,
  image,
  imageList,
  embeddingFile,
  concept,
  clipTextEncode,
  clipImageEncode,
  similarity,
  nearest,
  classify,
  diffusionPrior,
  autoregressivePrior,
  meanGap,
  rerank,
  decode,
  ddimInvert,
  upsample,
  slerp,
  lerp,
  textDiff,
  add,
  subtract,
  scale,
  normalize,
  mean,
  expression,
  path,
  jitter,
  pcaFit,
  pcaBasis,
  pcaProject,
  pcaReconstruct,
  quantize,
  dequantize,
  noise,
  noiseSlerp,
  join,
  pick,
  repeat,
  pairs,
  preview,
  saveImage,
  grid,
  compare,
  animate,
  embeddingMap,
  plot,
  table,
  evaluationTextEncode,
  evaluationImageEncode,
  clipScore,
  diversity,
  frechetDistance,
  precisionRecall,
  cmmd,
]);
