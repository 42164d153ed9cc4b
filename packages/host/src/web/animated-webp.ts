/**
 * An animation from still WebP pictures: the container of RFC 9649 around their image data.
 */

import { riff, threeBytes, webpChunk, webpImageData } from "../pictures/webp-container.ts";

/**
 * @param frames WebP files of one size, as an encoder gives them
 * @param milliseconds how long each is shown
 */
export function animatedWebp(
  frames: readonly Uint8Array[],
  width: number,
  height: number,
  milliseconds: number,
): Uint8Array {
  // Flag 2 is "animation"; the canvas is one less than its size, in 24 bits.
  const extended = webpChunk("VP8X", [2, 0, 0, 0, ...threeBytes(width - 1), ...threeBytes(height - 1)]);
  // Background white, and 0: repeat without end.
  const animation = webpChunk("ANIM", [255, 255, 255, 255, 0, 0]);
  const shown = frames.map((frame) => {
    const place = [...threeBytes(0), ...threeBytes(0), ...threeBytes(width - 1), ...threeBytes(height - 1)];
    // Flag 2: the frame replaces what was there instead of being blended over it.
    return webpChunk("ANMF", [...place, ...threeBytes(Math.round(milliseconds)), 2], webpImageData(frame));
  });
  return riff([extended, animation, ...shown]);
}
