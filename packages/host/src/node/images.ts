/**
 * Pictures are read by the decoder that all hosts share; sharp (libvips) writes WebP.
 */
import type { Tensor } from "@unclip/tensor";
import sharp from "sharp";
import type { Images } from "../host.ts";
import { decodePicture } from "../pictures/decode-picture.ts";
import { encodePng } from "../pictures/encode-png.ts";
import { framePixels, toPixels } from "../pictures/pixels.ts";
import { deflateBytes, nodeCodecs } from "./codecs.ts";

/** Decodes PNG, JPEG and WebP, told by their magic bytes, as {@link decodePicture} says. */
export function createNodeImages(): Images {
  // Nothing here reads through libvips. Its readers stay closed in this process, but for the three that tests compare with.
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({ operation: ["VipsForeignLoadPng", "VipsForeignLoadJpeg", "VipsForeignLoadWebp"] });
  sharp.cache(false);
  sharp.concurrency(1);
  return { decode: (bytes) => decodePicture(bytes, nodeCodecs), encode, animate };
}

async function encode(image: Tensor, type: "image/png" | "image/webp"): Promise<Uint8Array> {
  const pixels = toPixels(image);
  if (type === "image/png") return encodePng(pixels, deflateBytes);
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
