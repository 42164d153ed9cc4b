/**
 * Writes WebP through libwebp as WebAssembly. A canvas is no way to write one: browsers that resist fingerprinting falsify
 * what is read back from it, and some write no WebP.
 */
import type { EncodeOptions, WebPModule } from "@jsquash/webp/codec/enc/webp_enc.js";
import { HostError } from "../host.ts";
import type { Pixels } from "../pictures/pixels.ts";

export interface WebpEncoder {
  /** Without loss, or at this quality (0 to 100). */
  encode(pixels: Pixels, quality: number | "lossless"): Uint8Array;
}

/** libwebp's own defaults (`WebPConfigInit`). */
const defaults: EncodeOptions = {
  quality: 75,
  target_size: 0,
  target_PSNR: 0,
  method: 4,
  sns_strength: 50,
  filter_strength: 60,
  filter_sharpness: 0,
  filter_type: 1,
  partitions: 0,
  segments: 4,
  pass: 1,
  show_compressed: 0,
  preprocessing: 0,
  autofilter: 0,
  partition_limit: 0,
  alpha_compression: 1,
  alpha_filtering: 1,
  alpha_quality: 100,
  lossless: 0,
  exact: 0,
  image_hint: 0,
  emulate_jpeg_size: 0,
  thread_level: 0,
  low_memory: 0,
  near_lossless: 100,
  use_delta_palette: 0,
  use_sharp_yuv: 0,
};

/** @param module the WebAssembly of @jsquash/webp's encoder, compiled */
export async function encodeWebp(module: WebAssembly.Module): Promise<WebpEncoder> {
  const { default: load } = await import("@jsquash/webp/codec/enc/webp_enc.js");
  const libwebp: WebPModule = await load({
    noInitialRun: true,
    instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) {
      const instance = new WebAssembly.Instance(module, imports);
      done(instance);
      return instance.exports;
    },
  });
  return {
    encode({ data, width, height }, quality) {
      const rgba = new Uint8Array(4 * width * height).fill(255);
      for (let i = 0; i < width * height; i++) for (let c = 0; c < 3; c++) rgba[4 * i + c] = data[3 * i + c]!;
      const options = quality === "lossless" ? { lossless: 1, exact: 1 } : { quality };
      const bytes = libwebp.encode(rgba, width, height, { ...defaults, ...options });
      if (bytes !== null) return new Uint8Array(bytes);
      throw new HostError(
        "image_size",
        `Found a picture of ${width} × ${height} pixels that cannot be written as WebP, expected at most 16383 a side. Save PNG.`,
      );
    },
  };
}
