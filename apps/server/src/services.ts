import type { Assets, Images, Packs } from "@unclip/host";
import type { AllowList } from "./access/allow-list.ts";
import type { Token } from "./access/token.ts";
import type { Feed } from "./events/feed.ts";
import type { Metrics } from "./metrics.ts";
import type { RunQueue } from "./queue/run-queue.ts";
import type { Repository } from "./store/repository.ts";

/** What the routes work with; made once at start. */
export interface Services {
  readonly repository: Repository;
  readonly queue: RunQueue;
  readonly feed: Feed;
  readonly metrics: Metrics;
  /** The blob store: content-addressed, shared with the runners. */
  readonly assets: Assets;
  readonly images: Images;
  readonly packs: Packs;
  readonly allowed: AllowList;
  /** `undefined` when everyone on this machine may come in (`--no-token`). */
  readonly token: Token | undefined;
  readonly folders: { readonly editor: string; readonly graphs: string };
  readonly limits: Limits;
  readonly version: string;
}

export interface Limits {
  /** Bytes of a JSON body. */
  readonly body: number;
  /** Bytes of an uploaded picture. */
  readonly upload: number;
  /** Runs that may wait. */
  readonly queued: number;
}

export const defaultLimits: Limits = { body: 1_000_000, upload: 20_000_000, queued: 10_000 };
