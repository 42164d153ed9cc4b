import { HostError } from "../host.ts";

/** Pixels of the largest picture that a host hands on; a larger one is shrunk while it is decoded. */
const mostPixels = 4096 * 4096;

/** Pixels of the largest picture that is decoded: today's largest phone cameras have 200 million. */
const mostDecoded = 200_000_000;

/** Pixels of the largest WebP: it is decoded whole, as 4 to 8 bytes a pixel. */
export const mostDecodedWebp = 100_000_000;

/**
 * By how much a picture is shrunk while it is decoded, in both directions: the smallest of 1, 2, 4, 8 that leaves at
 * most {@link mostPixels}.
 *
 * @throws HostError `image_too_large` for more than `most` pixels, `image_corrupt` for none
 */
export function shrinkFactor(width: number, height: number, most = mostDecoded): number {
  if (width < 1 || height < 1) throw corrupt(`it says that it has ${width} × ${height} pixels`);
  if (width * height > most) {
    throw new HostError(
      "image_too_large",
      `Found a picture of ${width} × ${height} pixels, ${(width * height) / 1e6} million; expected at most ${most / 1e6} million. Make it smaller.`,
    );
  }
  let factor = 1;
  while (Math.ceil(width / factor) * Math.ceil(height / factor) > mostPixels) factor *= 2;
  return factor;
}

/** The error for a picture that cannot be decoded; `reason` is a main clause. */
export function corrupt(reason: string, cause?: unknown): HostError {
  return new HostError(
    "image_corrupt",
    `Found a picture that cannot be decoded (${reason}). Save it again in an image editor.`,
    { cause },
  );
}
