import type { AssetParam } from "@unclip/engine";
import { fileType } from "@unclip/host/file-kind";
import { putAsset } from "../server/api.ts";

/** A file with its type by its first bytes; its name and what the system calls it are not relied on. */
export interface BroughtFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export async function openFile(file: File): Promise<BroughtFile> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { name: file.name, type: fileType(bytes) ?? jsonType(bytes), bytes };
}

/** JSON of a graph or of embeddings begins with one of these. */
function jsonType(bytes: Uint8Array): string {
  return /^[\s\ufeff]*[[{]/.test(new TextDecoder().decode(bytes.subarray(0, 100))) ? "application/json" : "";
}

/** Whether a param takes a file of this type. */
export function takesFile(param: AssetParam, { type }: BroughtFile): boolean {
  return param.media.includes(type);
}

/** Stores the file where runs go and returns the asset id. Throws `ApiError`. */
export function bringFile({ type, bytes }: BroughtFile): Promise<string> {
  return putAsset(new Blob([bytes], { type }));
}
