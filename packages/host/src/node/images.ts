/**
 * Pictures are read through sharp (libvips), with only its PNG, JPEG and WebP readers enabled.
 */
import type { Tensor } from "@unclip/tensor";
import sharp from "sharp";
import { HostError, type Images } from "../host.ts";
import { pictureType } from "../media-type.ts";
import { framePixels, fromPixels, toPixels } from "../pixels.ts";
import { encodePng } from "./png.ts";

/** Largest picture that is decoded, in pixels. */
const limitInputPixels = 4096 * 4096;

/**
 * Decodes PNG, JPEG and WebP, told by their magic bytes. EXIF rotation is applied, transparency is laid on white,
 * 16-bit and CMYK pictures become 8-bit sRGB, and of an animation the first frame is taken.
 */
export function createNodeImages(): Images {
  // A parser that is not there has no faults: SVG, GIF, TIFF, HEIF and PDF readers stay closed in this process.
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({ operation: ["VipsForeignLoadPng", "VipsForeignLoadJpeg", "VipsForeignLoadWebp"] });
  sharp.cache(false);
  sharp.concurrency(1);
  return { decode, encode, animate };
}

async function decode(bytes: Uint8Array): Promise<Tensor> {
  if (!pictureType(bytes)) {
    throw new HostError(
      "image_format",
      "Found bytes that are no PNG, JPEG or WebP picture. Convert the file to one of these.",
    );
  }
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels, failOn: "warning", sequentialRead: true })
      .autoOrient()
      .flatten({ background: "#ffffff" })
      .toColourspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    return fromPixels(data, info.width, info.height, info.channels);
  } catch (error) {
    const reason = (error as Error).message;
    if (/pixel limit/i.test(reason)) {
      throw new HostError(
        "image_too_large",
        "Found a picture of more than 4096 × 4096 pixels. Make it smaller.",
        { cause: error },
      );
    }
    throw new HostError(
      "image_corrupt",
      `Found a picture that cannot be decoded (${reason}). Save it again in an image editor.`,
      { cause: error },
    );
  }
}

async function encode(image: Tensor, type: "image/png" | "image/webp"): Promise<Uint8Array> {
  const pixels = toPixels(image);
  if (type === "image/png") return encodePng(pixels);
  const { data, width, height } = pixels;
  const picture = sharp(data, { raw: { width, height, channels: 3 } });
  return new Uint8Array(await picture.webp({ lossless: true }).toBuffer());
}

async function animate(frames: readonly Tensor[], millisecondsPerFrame: number): Promise<Uint8Array> {
  const pixels = framePixels(frames);
  const [first] = pixels;
  const strip = Buffer.concat(pixels.map((p) => p.data));
  const animation = sharp(strip, {
    raw: { width: first.width, height: first.height * frames.length, channels: 3, pageHeight: first.height },
  }).webp({ quality: 90, loop: 0, delay: frames.map(() => Math.round(millisecondsPerFrame)) });
  return new Uint8Array(await animation.toBuffer());
}
