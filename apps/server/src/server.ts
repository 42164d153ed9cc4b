import { readFileSync } from "node:fs";
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createNodeAssets, createNodePacks, type FolderPacks } from "@unclip/host/node";
import { boundConnections } from "./access/bound-connections.ts";
import { openDoors } from "./access/doors.ts";
import { RateLimit } from "./access/rate-limit.ts";
import { readUsers, type User } from "./access/users-file.ts";
import { createApp } from "./app.ts";
import { GraphDesk } from "./checking/graph-desk.ts";
import { type DataFolder, openDataFolder, watchPlace } from "./data-folder.ts";
import { Feed } from "./events/feed.ts";
import { attachSocket } from "./events/socket.ts";
import { Metrics } from "./metrics.ts";
import type { Options } from "./options.ts";
import { places } from "./places.ts";
import { LocalQueue } from "./queue/local-queue.ts";
import { defaultLimits, type Limits, type Services, userLimits } from "./services.ts";
import { StartError } from "./start-error.ts";
import { Checkpoints } from "./store/checkpoints.ts";
import { explain as explainDatabase, openDatabase } from "./store/database.ts";
import { GroupCommit } from "./store/group-commit.ts";
import { Housekeeper } from "./store/housekeeper.ts";
import { SqliteRepository } from "./store/sqlite-repository.ts";
import { SqliteSavedGraphs } from "./store/sqlite-saved-graphs.ts";
import { UploadDesk } from "./uploads/upload-desk.ts";

/** What a test may put in the place of the real thing. */
export interface Replacements {
  readonly limits?: Partial<Limits>;
  /** Folder of the built editor. */
  readonly editor?: string;
  readonly graphs?: string;
  /** The module that runner processes run. */
  readonly runner?: URL;
  readonly packs?: FolderPacks;
  readonly rate?: RateLimit;
}

export interface Server {
  /** The address to open, with the token where one is asked for. */
  readonly url: string;
  readonly services: Services;
  /** Takes no more requests, lets runs end for `grace` milliseconds, puts the rest back in the queue, and closes all. */
  stop(grace?: number): Promise<void>;
}

/** Starts the server. Resolves when it listens. Throws {@link StartError}; nothing is left running then. */
export async function startServer(options: Options, replacements: Replacements = {}): Promise<Server> {
  const users = options.users === undefined ? [] : readUsers(options.users);
  const folder = openDataFolder(options.data);
  const limits = { ...limitsOf(options, users), ...replacements.limits };
  // Closes connections whose requests arrive a byte at a time.
  const http = createServer({
    headersTimeout: limits.headersTime,
    requestTimeout: limits.requestTime,
    connectionsCheckingInterval: Math.ceil(limits.headersTime / 3),
  });
  boundConnections(http, options.connections);
  try {
    await listen(http, options);
    return serve(http, folder, options, users, limits, replacements);
  } catch (error) {
    http.close();
    folder.unlock();
    throw error;
  }
}

function serve(
  http: HttpServer,
  folder: DataFolder,
  options: Options,
  users: readonly User[],
  limits: Limits,
  replacements: Replacements,
): Server {
  const { port, address: bound } = http.address() as AddressInfo;
  const { db, commit, repository, checkpoints } = openStore(folder);
  const feed = new Feed();
  const { signIns } = limits;
  const doors = openDoors(options, { port, bound, data: folder.path, users, signIns });
  const metrics = new Metrics(feed);
  const queue = new LocalQueue(repository, feed, {
    models: options.models,
    data: folder.path,
    count: options.runners,
    provider: options.provider,
    memory: options.memory * 1e6,
    budget: {
      seconds: options.runSeconds,
      memory: options.runMemory * 1e6,
      written: options.runDisk * 1e6,
      silence: options.stallSeconds,
    },
    onLost: (reason) => metrics.countLoss(reason),
    stored: limits.stored,
    ...(users.length > 0 && { users: { shareCache: options.shareCache } }),
    ...(replacements.runner && { main: replacements.runner }),
  });
  const assets = createNodeAssets(folder.assets);
  const uploads = new UploadDesk(folder.assets);
  const housekeeper = new Housekeeper({ assets, repository, quota: limits.stored });
  void housekeeper.weighAll().then(() => housekeeper.clean());
  const checking = new GraphDesk();
  const services: Services = {
    ...doors,
    repository,
    graphs: new SqliteSavedGraphs(db, commit),
    feed,
    metrics,
    queue,
    rate: replacements.rate ?? rateOf(limits),
    bytesRate: bytesRateOf(limits),
    users: users.length > 0,
    assets,
    uploads,
    checking,
    housekeeper,
    packs: replacements.packs ?? createNodePacks(options.models),
    folders: {
      data: folder.path,
      editor: replacements.editor ?? places.editor,
      graphs: replacements.graphs ?? places.graphs,
    },
    limits,
    version: readVersion(),
  };
  http.on("request", createApp(services));
  const io = attachSocket(http, services);
  doors.base.strip(http);
  const stop = async (grace = 0): Promise<void> => {
    http.close();
    await queue.drain(grace);
    uploads.stop();
    await checking.stop();
    const closed = io.close();
    http.closeAllConnections();
    // A client that does not answer the closing of its WebSocket is not waited for.
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 1000))]);
    metrics.stop();
    doors.close();
    await housekeeper.stop();
    await checkpoints.stop();
    repository.close();
    folder.unlock();
  };
  return { url: doors.url, services, stop };
}

/** Opens what must not be lost. Throws {@link StartError} (78) where any of it cannot be read or written. */
function openStore(folder: DataFolder) {
  const db = openDatabase(folder.database, folder.used);
  try {
    const commit = new GroupCommit(db, watchPlace(folder));
    const repository = new SqliteRepository(db, commit);
    repository.recover();
    // From 32 MB on a commit does it after all: the thread does not keep up.
    db.exec("PRAGMA wal_autocheckpoint = 8000");
    return { db, commit, repository, checkpoints: new Checkpoints(folder.database) };
  } catch (error) {
    db.close();
    throw new StartError(78, explainDatabase(folder.database, error), { cause: error });
  }
}

/** Users have equal parts of the quota, so that none of them can take what another stored. */
function limitsOf({ quota }: Options, users: readonly User[]): Limits {
  const stored = Math.floor((quota * 1e6) / Math.max(1, users.length));
  return { ...(users.length > 0 ? userLimits : defaultLimits), stored };
}

/** Half a minute's bytes at once: an album of photographs goes in one go. */
function bytesRateOf({ bytesPerSecond }: Limits): RateLimit | undefined {
  return bytesPerSecond === undefined ? undefined : new RateLimit(bytesPerSecond, 30 * bytesPerSecond);
}

function rateOf({ requestsPerSecond }: Limits): RateLimit | undefined {
  return requestsPerSecond === undefined ? undefined : new RateLimit(requestsPerSecond);
}

function listen(http: HttpServer, { port, host }: Options): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once("error", (error: NodeJS.ErrnoException) =>
      reject(new StartError(1, explain(error, host, port), { cause: error })),
    );
    http.listen(port, host, resolve);
  });
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === "EADDRINUSE")
    return `Port ${port} is in use on ${host}; stop what uses it, or choose another with --port.`;
  if (error.code === "EACCES")
    return `Port ${port} is not open to this user; choose one above 1023 with --port.`;
  return `Cannot listen on ${host}:${port} (${error.code ?? error.message}); choose another --host or --port.`;
}

function readVersion(): string {
  // One level above this file, in `src` and in `dist`.
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
}
