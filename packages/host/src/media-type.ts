/**
 * The media type of a blob by its first bytes; never by a name or a header that someone sent.
 */

/** Types of pictures that a host decodes. */
export type PictureType = "image/png" | "image/jpeg" | "image/webp";

/** `image/png`, `image/jpeg` or `image/webp` by magic bytes; `undefined` for anything else. */
export function pictureType(bytes: Uint8Array): PictureType | undefined {
  const starts = (at: number, ...magic: number[]) => magic.every((byte, i) => bytes[at + i] === byte);
  if (starts(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "image/png";
  if (starts(0, 0xff, 0xd8, 0xff)) return "image/jpeg";
  if (starts(0, 0x52, 0x49, 0x46, 0x46) && starts(8, 0x57, 0x45, 0x42, 0x50)) return "image/webp";
  return undefined;
}
