/** What the server and its process for uploads say to each other. */
import type { Fault } from "../fault.ts";

export type UploadKind = "picture" | "embeddings";

export interface UploadOrder {
  readonly order: number;
  readonly kind: UploadKind;
  readonly bytes: Uint8Array;
}

/** What was read from an upload and is on disk now. */
export interface StoredUpload {
  /** sha256 of what is kept. */
  readonly id: string;
  readonly type: string;
  /** Bytes that it takes. */
  readonly size: number;
  readonly about:
    | { readonly width: number; readonly height: number }
    | { readonly embeddings: number; readonly numbers: number; readonly labelled: boolean };
}

export type UploadReply =
  | { readonly say: "ready" }
  | { readonly say: "stored"; readonly order: number; readonly stored: StoredUpload }
  | { readonly say: "refused"; readonly order: number; readonly fault: Fault };
