import type { FolderPacks, NodeAssets } from "@unclip/host/node";
import type { AllowList } from "./access/allow-list.ts";
import type { BasePath } from "./access/base-path.ts";
import type { Entrance } from "./access/entrance.ts";
import type { Proxies } from "./access/proxies.ts";
import type { RateLimit } from "./access/rate-limit.ts";
import type { SignInOptions } from "./access/sign-in.ts";
import type { GraphDesk } from "./checking/graph-desk.ts";
import type { Feed } from "./events/feed.ts";
import type { Metrics } from "./metrics.ts";
import type { RunQueue } from "./queue/run-queue.ts";
import type { Housekeeper } from "./store/housekeeper.ts";
import type { Repository } from "./store/repository.ts";
import type { SavedGraphs } from "./store/saved-graphs.ts";
import type { UploadDesk } from "./uploads/upload-desk.ts";

/** What the routes work with; made once at start. */
export interface Services {
  readonly repository: Repository;
  readonly graphs: SavedGraphs;
  readonly queue: RunQueue;
  readonly feed: Feed;
  readonly metrics: Metrics;
  /** The blob store: content-addressed, shared with the runners. */
  readonly assets: NodeAssets;
  readonly uploads: UploadDesk;
  /** Reads and checks the graphs of requests. */
  readonly checking: GraphDesk;
  readonly housekeeper: Housekeeper;
  readonly packs: FolderPacks;
  readonly allowed: AllowList;
  /** Where people reach the server, and the proxies in front of it. */
  readonly base: BasePath;
  readonly proxies: Proxies;
  readonly signIn: Pick<SignInOptions, "proxies" | "attempts" | "ticket">;
  /** `undefined` when everyone on this machine may come in (`--no-token`). */
  readonly entrance: Entrance | undefined;
  /** How often each user may ask, by HTTP and by opening a WebSocket together; no bound where absent. */
  readonly rate?: RateLimit | undefined;
  /** How many bytes each user may send; no bound where absent. */
  readonly bytesRate?: RateLimit | undefined;
  /** Users with their own runs and pictures (`--users`). */
  readonly users: boolean;
  readonly folders: { readonly data: string; readonly editor: string; readonly graphs: string };
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
  /** Runs of one user that may wait; no bound where absent. */
  readonly queuedPerUser?: number;
  /** Bytes that one user may store in all: runs, saved graphs, uploads and results. */
  readonly stored: number;
  /** Requests that a user may make in the long run; four times as many at once. No bound where absent. */
  readonly requestsPerSecond?: number;
  /** Bytes that a user may send in the long run: every one goes to the disk that all wait for. No bound where absent. */
  readonly bytesPerSecond?: number;
  /** Bytes that are free on the data folder's disk while the server counts as ready. */
  readonly freeDisk: number;
  /** Live connections (WebSocket or polling) of one user, and from one network address. */
  readonly sockets: number;
  readonly socketsPerAddress: number;
  /** Milliseconds that a live connection has to say what it is for, before it is closed. */
  readonly joinTime: number;
  /** Wrong tokens from one network address: so many at once, then so many a minute. */
  readonly signIns: number;
  /** Milliseconds for the headers of a request, and for the whole of it. */
  readonly headersTime: number;
  readonly requestTime: number;
}

/** For one person on their own machine. `stored` is `--quota`. */
export const defaultLimits: Omit<Limits, "stored"> = {
  body: 1_000_000,
  upload: 20_000_000,
  queued: 10_000,
  freeDisk: 1_000_000_000,
  sockets: 5_000,
  socketsPerAddress: 5_000,
  joinTime: 10_000,
  signIns: 10,
  headersTime: 15_000,
  requestTime: 60_000,
};

/** For users who share a server, so that none takes it from the others. `stored` is an equal part of `--quota`. */
export const userLimits: Omit<Limits, "stored"> = {
  ...defaultLimits,
  queuedPerUser: 100,
  requestsPerSecond: 50,
  bytesPerSecond: 2_000_000,
  sockets: 20,
  socketsPerAddress: 1_000,
};
