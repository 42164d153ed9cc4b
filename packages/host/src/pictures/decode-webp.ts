/**
 * Reads WebP through libwebp as WebAssembly: the same code on every host, so the same pixels.
 */
import { corrupt, mostDecodedWebp, shrinkFactor } from "./limits.ts";
import type { Decoded } from "./pixels.ts";
import { onWhite, shrinking } from "./shrinking.ts";
import { readWebp } from "./webp-container.ts";

/** What the module exports of libwebp's simple API. */
interface LibWebp {
  readonly memory: WebAssembly.Memory;
  malloc(bytes: number): number;
  WebPDecodeRGBA(bytes: number, length: number, width: number, height: number): number;
}

const imports = {
  wasi_snapshot_preview1: { fd_close: () => 0, fd_seek: () => 0, fd_write: () => 0 },
};

/**
 * A still picture, or the first frame of an animation; what a frame does not cover is white.
 *
 * @param module @cwasm/webp, compiled
 * @throws HostError `image_corrupt`, `image_too_large`
 */
export async function decodeWebp(file: Uint8Array, module: WebAssembly.Module): Promise<Decoded> {
  const { canvas, left, top, width, height, orientation, bytes } = readWebp(file);
  shrinkFactor(width, height, mostDecodedWebp);
  const factor = shrinkFactor(canvas.width, canvas.height, mostDecodedWebp);
  if (left + width > canvas.width || top + height > canvas.height)
    throw corrupt("its first frame reaches beyond it");
  const webp = (await WebAssembly.instantiate(module, imports)).exports as unknown as LibWebp;
  const source = webp.malloc(bytes.length);
  const size = webp.malloc(8);
  if (source === 0 || size === 0) throw corrupt("it needs more memory than there is");
  new Uint8Array(webp.memory.buffer).set(bytes, source);
  let pixels: number;
  try {
    pixels = webp.WebPDecodeRGBA(source, bytes.length, size, size + 4);
  } catch (cause) {
    throw corrupt("its data is damaged", cause);
  }
  if (pixels === 0) throw corrupt("its data is damaged or cut off");
  const rgba = new Uint8Array(webp.memory.buffer, pixels, 4 * width * height);
  const sink = shrinking(canvas.width, canvas.height, factor);
  const row = new Uint8Array(3 * canvas.width);
  for (let y = 0; y < canvas.height; y++) {
    row.fill(255);
    if (y >= top && y < top + height) onto(row, left, rgba.subarray(4 * width * (y - top)), width);
    sink.add(y, row, canvas.width);
  }
  return { ...sink.finish(), orientation };
}

/** Lays a row of RGBA on white. */
function onto(row: Uint8Array, left: number, rgba: Uint8Array, width: number): void {
  for (let x = 0; x < width; x++) {
    const alpha = rgba[4 * x + 3]!;
    for (let c = 0; c < 3; c++) row[3 * (left + x) + c] = onWhite(rgba[4 * x + c]!, alpha);
  }
}
