/**
 * Pictures through the browser's own codecs and an OffscreenCanvas.
 */
import type { Tensor } from "@unclip/tensor";
import { HostError, type Images } from "../host.ts";
import { pictureType } from "../media-type.ts";
import { pictureSize } from "../picture-size.ts";
import { framePixels, fromPixels, type Pixels, toPixels } from "../pixels.ts";
import { animatedWebp, webpImageData } from "./animated-webp.ts";

/** Largest picture that is decoded, in pixels. */
const limit = 4096 * 4096;

/**
 * Decodes PNG, JPEG and WebP, told by their magic bytes. EXIF rotation is applied, transparency is laid on white, and
 * of an animation the first frame is taken. Some browsers cannot write WebP; there PNG is the only format.
 */
export function createWebImages(): Images {
  return { decode, encode, animate };
}

async function decode(bytes: Uint8Array): Promise<Tensor> {
  const type = pictureType(bytes);
  if (!type) {
    throw new HostError(
      "image_format",
      "Found bytes that are no PNG, JPEG or WebP picture. Convert the file to one of these.",
    );
  }
  const said = pictureSize(bytes);
  if (said && said.width * said.height > limit) {
    throw new HostError(
      "image_too_large",
      "Found a picture of more than 4096 × 4096 pixels. Make it smaller.",
    );
  }
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type });
  const bitmap = await createImageBitmap(blob, { imageOrientation: "from-image" }).catch((cause: Error) => {
    throw new HostError(
      "image_corrupt",
      `Found a picture that cannot be decoded (${cause.message}). Save it again in an image editor.`,
      { cause },
    );
  });
  try {
    const { width, height } = bitmap;
    const context = canvasOf(width, height);
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    return fromPixels(new Uint8Array(data.buffer), width, height, 4);
  } finally {
    bitmap.close();
  }
}

async function encode(image: Tensor, type: "image/png" | "image/webp"): Promise<Uint8Array> {
  // A canvas writes WebP without loss at quality 1.
  const bytes = await encodePixels(toPixels(image), type, 1);
  if (type === "image/webp" && !isLossless(bytes)) throw noWebp();
  return bytes;
}

async function animate(frames: readonly Tensor[], millisecondsPerFrame: number): Promise<Uint8Array> {
  const pixels = framePixels(frames);
  const [first] = pixels;
  const stills: Uint8Array[] = [];
  for (const frame of pixels) stills.push(await encodePixels(frame, "image/webp", 0.9));
  return animatedWebp(stills, first.width, first.height, millisecondsPerFrame);
}

async function encodePixels(
  { data, width, height }: Pixels,
  type: "image/png" | "image/webp",
  quality: number,
): Promise<Uint8Array> {
  const context = canvasOf(width, height);
  const image = context.createImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = data[3 * i + c]!;
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  const blob = await context.canvas.convertToBlob({ type, quality });
  if (blob.type !== type) throw noWebp();
  return new Uint8Array(await blob.arrayBuffer());
}

/** An opaque canvas, in memory rather than on the graphics card: what is drawn is read back at once, unchanged. */
function canvasOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext("2d", {
    alpha: false,
    willReadFrequently: true,
  });
  if (context) return context;
  throw new HostError(
    "image_too_large",
    `The browser gives no canvas of ${width}×${height} pixels. Make the picture smaller.`,
  );
}

function isLossless(webp: Uint8Array): boolean {
  return String.fromCharCode(...webpImageData(webp).subarray(0, 4)) === "VP8L";
}

function noWebp(): HostError {
  return new HostError("image_format", "This browser cannot write WebP so. Save PNG, or run on a server.");
}
