/** What the server and its process for uploads say to each other. */
import type { ProblemDocument } from "@unclip/protocol";

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

/** An error on its way between two processes. */
export interface Fault {
  /** Which class it is of: ours with an answer, the host's, or one of the system. */
  readonly of: "api" | "host" | "system";
  readonly message: string;
  readonly code: string;
  readonly status?: number;
  readonly more?: Pick<ProblemDocument, "remedy">;
}

export type UploadReply =
  | { readonly say: "ready" }
  | { readonly say: "stored"; readonly order: number; readonly stored: StoredUpload }
  | { readonly say: "refused"; readonly order: number; readonly fault: Fault };
