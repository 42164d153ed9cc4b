/** What the page and its runner, a Worker, say to each other: a runner's messages, and what only a browser needs. */
import type { Limit } from "@unclip/host/web";
import type { FromRunner, ToRunner } from "@unclip/protocol";

export interface StartOptions {
  /** Address of the folder of model packs. */
  readonly models: string;
  /** Where pictures are that this browser does not have, by id; a static build has no such place. */
  readonly assets?: string;
  /** Compute on the graphics card where the browser can. */
  readonly gpu: boolean;
}

export interface KeptFile {
  readonly bytes: Uint8Array;
  readonly type: string;
}

export type ToBrowserRunner =
  | ToRunner
  /** The first message. */
  | ({ readonly do: "start" } & StartOptions)
  /** Keeps a file that the person brought, picture or embeddings; answered with `kept`, or with `unkept`. */
  | { readonly do: "keep"; readonly request: number; readonly bytes: Uint8Array }
  /** Reads a file that was kept; answered with `read`. */
  | { readonly do: "read"; readonly request: number; readonly id: string }
  /**
   * Asks what of a pack is stored in this browser, removes it from there, or downloads it all; answered with `stored`,
   * or with `unusable`.
   */
  | { readonly do: "look" | "evict" | "download"; readonly pack: string }
  /** Asks how much room the pictures take that the person brought, or removes them; answered with `pictures`. */
  | { readonly do: "look-at-pictures" | "evict-pictures" };

export type FromBrowserRunner =
  | FromRunner
  /** Beside `ready`: what computes, why nothing better does, and whether what is downloaded stays. */
  | {
      readonly say: "backend";
      readonly provider: "wasm" | "webgpu";
      readonly threads: number;
      readonly limits: readonly Limit[];
      readonly lasting: boolean;
    }
  /** How far a download has come, in bytes: of a pack by its id, or of the `runtime`; `ended` with each file. */
  | {
      readonly say: "download";
      readonly what: string;
      readonly bytes: number;
      readonly of: number | undefined;
      readonly ended: boolean;
    }
  /** A stored picture, said before any event that names it. */
  | { readonly say: "asset"; readonly id: string; readonly bytes: Uint8Array; readonly type: string }
  | { readonly say: "kept"; readonly request: number; readonly id: string }
  /** A file that was kept, or `undefined` where there is none of that id. */
  | { readonly say: "read"; readonly request: number; readonly file: KeptFile | undefined }
  | { readonly say: "unkept"; readonly request: number; readonly message: string }
  | { readonly say: "stored"; readonly pack: string; readonly bytes: number; readonly of: number }
  /** Bytes of the pictures that are kept in this browser. */
  | { readonly say: "pictures"; readonly bytes: number }
  /** A pack that this browser cannot use, and why. */
  | { readonly say: "unusable"; readonly pack: string; readonly message: string }
  /** The Worker could not start, or ended while no run was under way: what follows needs another. */
  | { readonly say: "stopped"; readonly message: string }
  /** Something asked for outside of a run went wrong. */
  | { readonly say: "problem"; readonly message: string };
