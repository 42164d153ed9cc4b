import { nodeTypes as register } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { add } from "./add.ts";
import { clipImageEncode } from "./clip-image-encode.ts";
import { clipTextEncode } from "./clip-text-encode.ts";
import { ddimInvert } from "./ddim-invert.ts";
import { decode } from "./decode.ts";
import { diffusionPrior } from "./diffusion-prior.ts";
import { grid } from "./grid.ts";
import { image } from "./image.ts";
import { join } from "./join.ts";
import { lerp } from "./lerp.ts";
import { mean } from "./mean.ts";
import { noise } from "./noise.ts";
import { noiseSlerp } from "./noise-slerp.ts";
import { normalize } from "./normalize.ts";
import { number } from "./number.ts";
import { pick } from "./pick.ts";
import { preview } from "./preview.ts";
import { range } from "./range.ts";
import { repeat } from "./repeat.ts";
import { rerank } from "./rerank.ts";
import { saveImage } from "./save-image.ts";
import { scale } from "./scale.ts";
import { seeds } from "./seeds.ts";
import { similarity } from "./similarity.ts";
import { slerp } from "./slerp.ts";
import { subtract } from "./subtract.ts";
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
  clipTextEncode,
  clipImageEncode,
  similarity,
  diffusionPrior,
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
  noise,
  noiseSlerp,
  join,
  pick,
  repeat,
  preview,
  saveImage,
  grid,
]);
