/**
 * What each user stores: who may read which asset, and how much each may keep. An asset is held by a user who uploaded
 * it, who has a run that stored or showed it, or who named it in a graph when they could read it already. Part of the
 * promises of a repository, which `holdings.test.ts` holds each implementation to:
 *
 * - No text that a user sends gives them an asset of another.
 * - Making room for one user takes nothing from another.
 * - An asset that lost its last holder is listed as an orphan until its file is gone.
 */
import type { StoredUsage, UploadRecord } from "@unclip/protocol";

/** An asset and the bytes of its file. */
export interface HeldAsset {
  readonly asset: string;
  readonly bytes: number;
}

export interface UploadPage {
  /** `next` of an earlier page. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export type Removal = "removed" | "unknown" | "in-use";

export interface Holdings {
  /** Records who uploaded an asset. Resolves to false, and records nothing, when the user would store more than `quota` bytes. */
  addUpload(owner: string, asset: string, bytes: number, quota: number): Promise<boolean>;
  /** One user's uploads, newest first. */
  uploads(owner: string, page: UploadPage): { uploads: UploadRecord[]; next: number | undefined };
  /** Whether a user holds an asset. */
  mayRead(owner: string, asset: string): boolean;
  /** Whether anyone holds an asset. */
  isReferenced(asset: string): boolean;
  /** A user lets go of an asset, in uploads, runs and saved graphs. `in-use`: a run that has not ended needs it. */
  removeAsset(owner: string, asset: string): Promise<Removal>;
  /** How much a user stores, and as what. */
  usage(owner: string): StoredUsage;
  /** Every user who stores something. */
  owners(): string[];
  /**
   * Makes room for `bytes` more within `quota` by releasing the pictures of this user's oldest runs that have ended and
   * are not pinned. Resolves to false when that is not enough.
   */
  makeRoom(owner: string, bytes: number, quota: number): Promise<boolean>;
  /** Assets that nobody holds any more, at most `limit`. */
  orphans(limit: number): string[];
  /** The files of these orphans are gone. */
  forgetOrphans(assets: readonly string[]): Promise<void>;
  /** Assets whose size an older version did not record, at most `limit`. */
  unweighed(limit: number): string[];
  weigh(assets: readonly HeldAsset[]): Promise<void>;
  /** Gives some of the space that removed rows left back to the disk. Resolves to whether there is more to do. */
  shrink(): Promise<boolean>;
}
