import type { Tensor } from "@unclip/tensor";
import { HostError } from "../host.ts";
import { pictureType } from "../media-type.ts";
import { decodeJpeg } from "./decode-jpeg.ts";
import { decodePng } from "./decode-png.ts";
import { decodeWebp } from "./decode-webp.ts";
import { upright } from "./orientation.ts";
import { fromPixels } from "./pixels.ts";

/** The WebAssembly modules that read formats which we do not read ourselves, compiled when they are first needed. */
export interface Codecs {
  jpeg(): Promise<WebAssembly.Module>;
  webp(): Promise<WebAssembly.Module>;
}

/**
 * A PNG, JPEG or WebP file, told by its first bytes → [3, H, W] in [−1, 1]. The one decoder of all hosts, so they see the
 * same pixels. Its rule: EXIF orientation is applied; gamma and colour profiles are not; transparency is laid on white; of
 * 16 bits the upper eight count; CMYK becomes RGB by (255 − c)(255 − k) / 255; of an animation the first frame is taken;
 * more than 4096 × 4096 pixels are shrunk by 2, 4 or 8.
 *
 * @throws HostError `image_format`, `image_corrupt`, `image_too_large`
 */
export async function decodePicture(bytes: Uint8Array, codecs: Codecs): Promise<Tensor> {
  const decoded = await readPixels(bytes, codecs);
  const { data, width, height } = upright(decoded, decoded.orientation);
  return fromPixels(data, width, height);
}

async function readPixels(bytes: Uint8Array, codecs: Codecs) {
  switch (pictureType(bytes)) {
    case "image/png":
      return decodePng(bytes);
    case "image/jpeg":
      return decodeJpeg(bytes, await codecs.jpeg());
    case "image/webp":
      return decodeWebp(bytes, await codecs.webp());
    case undefined:
      throw new HostError(
        "image_format",
        "Found bytes that are no PNG, JPEG or WebP picture. Convert the file to one of these.",
      );
  }
}
