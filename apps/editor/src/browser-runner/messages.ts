/** What the page and its runner, a Worker, say to each other: a runner's messages, and what only a browser needs. */
import type { FromRunner, ToRunner } from "@unclip/protocol";

export type ToBrowserRunner =
  | ToRunner
  /** The first message: where the model packs are, and whether to use the graphics card. */
  | { readonly do: "start"; readonly models: string; readonly gpu: boolean }
  /** Keeps a picture that the person brought; answered with `asset`. */
  | { readonly do: "keep"; readonly bytes: Uint8Array; readonly type: string }
  /** Asks what of a pack is stored in this browser; answered with `stored`. */
  | { readonly do: "look"; readonly pack: string }
  /** Removes a pack from this browser's storage; answered with `stored`. */
  | { readonly do: "evict"; readonly pack: string };

export type FromBrowserRunner =
  | FromRunner
  /** Beside `ready`: why nothing better computes, and whether what is downloaded stays. */
  | { readonly say: "limits"; readonly limits: readonly string[]; readonly lasting: boolean }
  | {
      readonly say: "download";
      readonly pack: string;
      readonly file: string;
      readonly loaded: number;
      readonly of: number;
    }
  /** A stored picture, said before any event that names it; `kept` where it answers `keep`. */
  | {
      readonly say: "asset";
      readonly id: string;
      readonly bytes: Uint8Array;
      readonly type: string;
      readonly kept: boolean;
    }
  | { readonly say: "stored"; readonly pack: string; readonly bytes: number; readonly of: number }
  /** Something asked for outside of a run went wrong. */
  | { readonly say: "problem"; readonly message: string };
