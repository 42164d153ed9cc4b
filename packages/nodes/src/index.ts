import { nodeTypes as register } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { add } from "./add.ts";
import { animate } from "./animate.ts";
import { autoregressivePrior } from "./autoregressive-prior.ts";
import { classify } from "./classify.ts";
import { clipImageEncode } from "./clip-image-encode.ts";
import { clipScore } from "./clip-score.ts";
import { clipTextEncode } from "./clip-text-encode.ts";
import { cmmd } from "./cmmd.ts";
import { compare } from "./compare.ts";
import { concept } from "./concept.ts";
import { ddimInvert } from "./ddim-invert.ts";
import { decode } from "./decode.ts";
import { dequantize } from "./dequantize.ts";
import { diffusionPrior } from "./diffusion-prior.ts";
import { diversity } from "./diversity.ts";
import { embeddingFile } from "./embedding-file.ts";
import { embeddingMap } from "./embedding-map.ts";
import { evaluationImageEncode } from "./evaluation-image-encode.ts";
import { evaluationTextEncode } from "./evaluation-text-encode.ts";
import { expression } from "./expression.ts";
import { frechetDistance } from "./frechet-distance.ts";
import { grid } from "./grid.ts";
import { image } from "./image.ts";
import { imageList } from "./image-list.ts";
import { jitter } from "./jitter.ts";
import { join } from "./join.ts";
import { lerp } from "./lerp.ts";
import { mean } from "./mean.ts";
import { meanGap } from "./mean-gap.ts";
import { nearest } from "./nearest.ts";
import { noise } from "./noise.ts";
import { noiseSlerp } from "./noise-slerp.ts";
import { normalize } from "./normalize.ts";
import { number } from "./number.ts";
import { pairs } from "./pairs.ts";
import { path } from "./path.ts";
import { pcaBasis } from "./pca-basis.ts";
import { pcaFit } from "./pca-fit.ts";
import { pcaProject } from "./pca-project.ts";
import { pcaReconstruct } from "./pca-reconstruct.ts";
import { pick } from "./pick.ts";
import { plot } from "./plot.ts";
import { precisionRecall } from "./precision-recall.ts";
import { preview } from "./preview.ts";
import { quantize } from "./quantize.ts";
import { range } from "./range.ts";
import { repeat } from "./repeat.ts";
import { rerank } from "./rerank.ts";
import { saveImage } from "./save-image.ts";
import { scale } from "./scale.ts";
import { seeds } from "./seeds.ts";
import { similarity } from "./similarity.ts";
import { slerp } from "./slerp.ts";
import { subtract } from "./subtract.ts";
import { table } from "./table.ts";
import { text } from "./text.ts";
import { textDiff } from "./text-diff.ts";
import { textList } from "./text-list.ts";
import { upsample } from "./upsample.ts";

export { kinds } from "./kinds.ts";
export type { Embedding, Encoding, Noise, Space, Table } from "./values.ts";

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
