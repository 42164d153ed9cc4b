/**
 * Pictures in a browser: read by the decoder that all hosts share, written by encoders of our own. No pixel goes through a
 * canvas, since browsers that resist fingerprinting falsify what is read back from one.
 */
import type { Tensor } from "@unclip/tensor";
import type { Images } from "../host.ts";
import { decodePicture } from "../pictures/decode-picture.ts";
import { encodePng } from "../pictures/encode-png.ts";
import { framePixels, toPixels } from "../pictures/pixels.ts";
import { animatedWebp } from "./animated-webp.ts";
import { deflateBytes, type WebCodecs } from "./codecs.ts";

/** Quality of the frames of animations. */
const quality = 90;

/** Decodes PNG, JPEG and WebP, told by their magic bytes, as {@link decodePicture} says. */
export function createWebImages(codecs: WebCodecs): Images {
  return {
    decode: (bytes) => decodePicture(bytes, codecs),
    async encode(image, type) {
      const pixels = toPixels(image);
      if (type === "image/png") return encodePng(pixels, deflateBytes);
      return (await codecs.webpEncoder()).encode(pixels, "lossless");
    },
    async animate(frames: readonly Tensor[], millisecondsPerFrame) {
      const pixels = framePixels(frames);
      const encoder = await codecs.webpEncoder();
      const [{ width, height }] = pixels;
      const stills = pixels.map((frame) => encoder.encode(frame, quality));
      return animatedWebp(stills, width, height, millisecondsPerFrame);
    },
  };
}
