import { type PictureType, pictureType } from "./media-type.ts";
import { isNpy } from "./read-npy.ts";
import { isZip } from "./read-zip.ts";

/** A media type that a host reads; JSON cannot be told from a graph by its first bytes, and is none of them. */
export type FileType = PictureType | "application/octet-stream";

/** What a file is by its first bytes, whatever it is called: a picture, embeddings, or something else. */
export function fileType(bytes: Uint8Array): FileType | undefined {
  return pictureType(bytes) ?? (isNpy(bytes) || isZip(bytes) ? "application/octet-stream" : undefined);
}
