/**
 * Reads JPEG through libjpeg-turbo as WebAssembly: the same code on every host, so the same pixels.
 */
import { readJpeg } from "./jpeg-parts.ts";
import { corrupt, shrinkFactor } from "./limits.ts";
import type { Decoded } from "./pixels.ts";

/** What the module exports: the TurboJPEG API. */
interface TurboJpeg {
  readonly memory: WebAssembly.Memory;
  malloc(bytes: number): number;
  tjInitDecompress(): number;
  tjDecompress2(
    handle: number,
    jpeg: number,
    length: number,
    pixels: number,
    width: number,
    pitch: number,
    height: number,
    format: number,
    flags: number,
  ): number;
}

/** TJPF_RGB and TJPF_CMYK. */
const formats = { rgb: 0, cmyk: 11 } as const;

/**
 * Colours are those of the file's own RGB: colour profiles are left out of account, and CMYK becomes RGB by
 * (255 − c)(255 − k) / 255. A large picture is shrunk within the decoder, by its transform.
 *
 * @param module @cwasm/jpeg-turbo, compiled
 * @throws HostError `image_corrupt`, `image_too_large`
 */
export async function decodeJpeg(file: Uint8Array, module: WebAssembly.Module): Promise<Decoded> {
  const { width, height, components, orientation, bytes } = readJpeg(file);
  const factor = shrinkFactor(width, height);
  const [wide, tall] = [Math.ceil(width / factor), Math.ceil(height / factor)];
  const cmyk = components === 4;
  const pixels = await decompress(module, bytes, wide, tall, cmyk ? "cmyk" : "rgb");
  return { data: cmyk ? fromCmyk(pixels) : pixels, width: wide, height: tall, orientation };
}

/** An instance for each picture: a large one leaves no memory behind, nor a damaged one a broken decoder. */
async function decompress(
  module: WebAssembly.Module,
  bytes: Uint8Array,
  width: number,
  height: number,
  format: keyof typeof formats,
): Promise<Uint8Array> {
  const jpeg = (await WebAssembly.instantiate(module, imports)).exports as unknown as TurboJpeg;
  const pitch = width * (format === "cmyk" ? 4 : 3);
  const [source, target] = [jpeg.malloc(bytes.length), jpeg.malloc(pitch * height)];
  if (source === 0 || target === 0) throw corrupt("it needs more memory than there is");
  new Uint8Array(jpeg.memory.buffer).set(bytes, source);
  const handle = jpeg.tjInitDecompress();
  let clean: boolean;
  try {
    clean =
      jpeg.tjDecompress2(handle, source, bytes.length, target, width, pitch, height, formats[format], 0) ===
      0;
  } catch (cause) {
    throw corrupt("its data is damaged", cause);
  }
  if (!clean && !isHarmless(new Uint8Array(jpeg.memory.buffer, 0, source)))
    throw corrupt("its data is damaged or cut off");
  return new Uint8Array(jpeg.memory.buffer, target, pitch * height).slice();
}

/** The decoder leaves a failure by `longjmp`: here an exception, after which the instance is not used again. */
const imports = {
  env: {
    setjmp: () => 0,
    longjmp: () => {
      throw new Error("libjpeg-turbo gave up.");
    },
  },
  wasi_snapshot_preview1: Object.fromEntries(
    ["proc_exit", "environ_sizes_get", "environ_get", "fd_close", "fd_seek", "fd_write"].map((name) => [
      name,
      () => 0,
    ]),
  ),
};

/**
 * Whether all that the decoder warned of is bytes behind a scan, which cameras write; whatever else is left to warn of after
 * `readJpeg` means lost pixels. The first warning is in the module's own memory, which lies below what was allocated.
 */
function isHarmless(memory: Uint8Array): boolean {
  let text = "";
  for (let at = 0; at < memory.length; at += 8192)
    text += String.fromCharCode(...memory.subarray(at, at + 8192));
  // Before a restart (d0 to d7) they are data that could not be decoded.
  return /Corrupt JPEG data: \d+ extraneous bytes before marker 0x(?!d[0-7])/.test(text);
}

/** CMYK is stored inverted in JPEG: Adobe's programs began it, and Pillow and browsers read no other. */
function fromCmyk(pixels: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((pixels.length / 4) * 3);
  for (let i = 0; i < pixels.length / 4; i++) {
    const k = pixels[4 * i + 3]!;
    for (let c = 0; c < 3; c++) rgb[3 * i + c] = Math.floor((pixels[4 * i + c]! * k) / 255 + 0.5);
  }
  return rgb;
}
