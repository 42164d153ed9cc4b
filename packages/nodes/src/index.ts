import { nodeTypes as register } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { clipImageEncode } from "./clip-image-encode.ts";
import { clipTextEncode } from "./clip-text-encode.ts";
import { decode } from "./decode.ts";
import { diffusionPrior } from "./diffusion-prior.ts";
import { grid } from "./grid.ts";
import { image } from "./image.ts";
import { preview } from "./preview.ts";
import { range } from "./range.ts";
import { saveImage } from "./save-image.ts";
import { seeds } from "./seeds.ts";
import { similarity } from "./similarity.ts";
import { slerp } from "./slerp.ts";
import { text } from "./text.ts";
import { upsample } from "./upsample.ts";

export { kinds } from "./kinds.ts";
export type { Embedding, Encoding, Noise, Space, Table } from "./values.ts";

/** Every node type of this library, by name, in the order of the palette. */
export const nodeTypes = register<Host>([
  text,
  seeds,
  range,
  image,
  clipTextEncode,
  clipImageEncode,
  similarity,
  diffusionPrior,
  decode,
  upsample,
  slerp,
  preview,
  saveImage,
  grid,
]);
