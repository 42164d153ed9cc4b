/**
 * Pictures without a codec: eight bytes of header (`URGB`, width, height) and the pixels as they are. Lossless for
 * 8-bit pixels; the media types that the interface asks for are accepted and ignored.
 */
import type { Tensor } from "@unclip/tensor";
import { HostError, type Images } from "../host.ts";
import { framePixels, fromPixels, toPixels } from "../pictures/pixels.ts";

const magic = [0x55, 0x52, 0x47, 0x42];
const header = 8;

export function createMemoryImages(): Images {
  return { decode, encode, animate };
}

async function decode(bytes: Uint8Array): Promise<Tensor> {
  if (magic.some((byte, i) => bytes[i] !== byte)) {
    throw new HostError(
      "image_format",
      "Found bytes that this host did not encode, expected its own raw pictures.",
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < header)
    throw new HostError("image_corrupt", "Found a picture that ends within its header.");
  const [width, height] = [view.getUint16(4), view.getUint16(6)];
  if (width * height === 0 || bytes.length !== header + 3 * width * height) {
    throw new HostError(
      "image_corrupt",
      `Found ${bytes.length} bytes, expected ${header + 3 * width * height} for ${width}×${height} pixels.`,
    );
  }
  return fromPixels(bytes.subarray(header), width, height);
}

async function encode(image: Tensor): Promise<Uint8Array> {
  const { data, width, height } = toPixels(image);
  const bytes = new Uint8Array(header + data.length);
  bytes.set(magic);
  const view = new DataView(bytes.buffer);
  view.setUint16(4, width);
  view.setUint16(6, height);
  bytes.set(data, header);
  return bytes;
}

/** The frames one below the other, as one picture. */
async function animate(frames: readonly Tensor[]): Promise<Uint8Array> {
  const pixels = framePixels(frames);
  const [first] = pixels;
  const strip = new Uint8Array(first.data.length * frames.length);
  for (const [i, p] of pixels.entries()) strip.set(p.data, i * first.data.length);
  return encode(fromPixels(strip, first.width, first.height * frames.length));
}
