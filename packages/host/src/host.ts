/**
 * What a machine must provide, one page. One folder a machine implements it: `node/`, `web/`, `memory/`; code picks
 * one by import path, never by looking around.
 */
import type { Tensor } from "@unclip/tensor";
import type { Manifest } from "./manifest.ts";

export interface Host {
  readonly packs: Packs;
  readonly sessions: Sessions;
  readonly assets: Assets;
  readonly images: Images;
}

/** The model packs on this machine. */
export interface Packs {
  /** Ids of the packs found, sorted; a pack that does not check is listed too, and fails on `open`. */
  list(): Promise<readonly string[]>;
  /** Opens a pack by id. Throws {@link HostError} `model_missing` or `model_invalid`. */
  open(id: string): Promise<Pack>;
}

/** A model pack whose manifest has been parsed. Its files are verified when they are read. */
export interface Pack {
  readonly manifest: Manifest;
  /** sha256 over the digests of all files: what cache keys know of the weights. */
  readonly digest: string;
  /** Reads a file that the manifest names. Throws {@link HostError} `model_changed` when its sha256 differs. */
  read(file: string): Promise<Uint8Array>;
}

/** Loaded models, within a memory budget: the least recently used is released first. */
export interface Sessions {
  /** Opens (or finds open) a model of a pack. Throws {@link HostError} `model_missing`, `model_changed`, `model_invalid`. */
  open(pack: Pack, file: string): Promise<Session>;
  /** Name and version of what computes, for cache keys and for people: `"cpu onnxruntime 1.30.0"`. */
  readonly provider: string;
  /** Wall milliseconds spent inside model calls so far. */
  readonly busyMilliseconds: number;
  /** Releases everything. */
  release(): Promise<void>;
}

export type TensorType = "float32" | "int64" | "bool";

/** What a model says of one of its tensors; a string in `shape` is a free dimension. */
export interface TensorInfo {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

/** An input: a float tensor, or integers or booleans with their shape. */
export type Feed =
  | Tensor
  | { readonly type: "int64"; readonly data: readonly number[]; readonly shape: readonly number[] }
  | { readonly type: "bool"; readonly data: readonly boolean[]; readonly shape: readonly number[] };

/** One loaded model. */
export interface Session {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** One model call. Throws {@link HostError} `model_contract` when a feed is missing, unknown or misshapen. */
  run(feeds: Readonly<Record<string, Feed>>): Promise<Readonly<Record<string, Tensor>>>;
}

/** sha256 of the bytes, 64 hex digits. */
export type AssetId = string;

/** Content-addressed blobs. */
export interface Assets {
  /**
   * Resolves when the bytes are safe from a power cut. A `brief` asset (a preview of a step) need not be: it is there at
   * once and may be gone after a crash.
   */
  put(bytes: Uint8Array, type: string, keep?: "durable" | "brief"): Promise<AssetId>;
  /**
   * `undefined` when there is none of that id. When the bytes no longer hash to it they are removed, so that the next
   * `put` stores them anew, and {@link HostError} `asset_corrupt` is thrown.
   */
  get(id: AssetId): Promise<{ readonly bytes: Uint8Array; readonly type: string } | undefined>;
  /** Size in bytes, or `undefined` when there is none of that id. Reads nothing; marks the asset as used now. */
  touch(id: AssetId): Promise<number | undefined>;
}

/** Decoded pictures are float tensors [3, H, W] in [−1, 1]; alpha is laid on white. */
export interface Images {
  /** Throws {@link HostError} `image_format`, `image_corrupt`, `image_too_large`. */
  decode(bytes: Uint8Array): Promise<Tensor>;
  /** The same pixels give the same bytes. */
  encode(image: Tensor, type: "image/png" | "image/webp"): Promise<Uint8Array>;
  /** Frames of one size, each [3, H, W], as an animation. */
  animate(frames: readonly Tensor[], millisecondsPerFrame: number): Promise<Uint8Array>;
}

/** What goes wrong at the edge of a machine, with a stable code. */
export class HostError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "HostError";
    this.code = code;
  }
}
