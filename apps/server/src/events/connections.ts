/** Who may have a live connection, over WebSocket or polling, and how many. */
import { type IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Server } from "socket.io";
import type { AllowList } from "../access/allow-list.ts";
import { bearerOf, type Entrance, sessionOf, userOf } from "../access/entrance.ts";
import { tokenMissing } from "../access/guard.ts";
import { securityHeaders } from "../access/headers.ts";
import { networkOf } from "../access/host-name.ts";
import type { Proxies } from "../access/proxies.ts";
import { type RateLimit, tooOften } from "../access/rate-limit.ts";
import { ApiError, problemDocument } from "../problem.ts";

export interface ConnectionOptions {
  readonly allowed: AllowList;
  readonly entrance: Entrance | undefined;
  readonly proxies: Proxies;
  readonly rate?: RateLimit | undefined;
  readonly limits: {
    readonly sockets: number;
    readonly socketsPerAddress: number;
    readonly joinTime: number;
  };
}

/** One live connection, whatever it speaks through: what is used of engine.io's. */
export interface Connection {
  readonly id: string;
  readonly request: IncomingMessage;
  on(event: "packet", listener: () => void): unknown;
  once(event: "close", listener: () => void): unknown;
  /** @param discard whether to leave unsent what waits */
  close(discard?: boolean): unknown;
  /** Of a WebSocket: the library's own. */
  readonly transport: { readonly socket?: { terminate(): void } };
}
/** A request as engine.io hands it on, with its query read. */
type LiveRequest = IncomingMessage & { readonly _query: Readonly<Record<string, string>> };

/** Packets that one connection may send within {@link floodWindow} milliseconds. */
const floodLimit = 60;
const floodWindow = 10_000;
/** Milliseconds that a client has to answer the closing of its WebSocket, which is counted no more. */
const farewell = 1000;

/** The connections that are open, from the moment that they are, whether they ever subscribe or not. */
class OpenConnections {
  readonly #byId = new Map<string, Connection>();
  readonly #counts = new Map<string, number>();
  readonly #proxies: Proxies;

  constructor(proxies: Proxies) {
    this.#proxies = proxies;
  }

  get(id: string): Connection | undefined {
    return this.#byId.get(id);
  }

  all(): Iterable<Connection> {
    return this.#byId.values();
  }

  /** How many there are of the user of a request, and of its network. */
  countsFor(request: IncomingMessage): [ofUser: number, ofNetwork: number] {
    const [user, network] = this.#holders(request);
    return [this.#counts.get(user) ?? 0, this.#counts.get(network) ?? 0];
  }

  add(connection: Connection): void {
    const holders = this.#holders(connection.request);
    this.#byId.set(connection.id, connection);
    for (const holder of holders) this.#counts.set(holder, (this.#counts.get(holder) ?? 0) + 1);
    connection.once("close", () => {
      this.#byId.delete(connection.id);
      for (const holder of holders) {
        const left = (this.#counts.get(holder) ?? 0) - 1;
        if (left > 0) this.#counts.set(holder, left);
        else this.#counts.delete(holder);
      }
    });
  }

  #holders(request: IncomingMessage): [string, string] {
    return [`user:${userOf(request)}`, `network:${networkOf(this.#proxies.clientOf(request))}`];
  }
}

/**
 * Guards every request of a live connection, and not its first alone: a polling client sends a new request for each
 * message. Returns what is to be called with a connection whose client joins: whether it may, which is once.
 */
export function guardConnections(
  io: Server,
  options: ConnectionOptions,
): (connection: Connection) => boolean {
  const joined = new WeakSet<Connection>();
  const open = new OpenConnections(options.proxies);
  const headers = securityHeaders();
  io.engine.use((request: LiveRequest, response: ServerResponse, next: () => void) => {
    const refusal = refuse(request, open, options);
    // The answer to a WebSocket handshake is of engine.io's own class, which takes neither headers nor a status.
    const answer = response instanceof ServerResponse ? response : undefined;
    if (refusal !== undefined)
      return answer === undefined ? reject(request.socket, refusal) : send(answer, refusal);
    if (answer === undefined) return next();
    answer.setHeader("Cache-Control", "no-store");
    headers(request, answer, next);
  });
  io.engine.on("connection", (connection: Connection) => {
    // Of handshakes at the same time each was one below the limit.
    if (quota(connection.request, open, options) !== undefined) return end(connection);
    open.add(connection);
    limitFlood(connection);
    // Not left to socket.io, which lets a polling client stay for half a minute more.
    setTimeout(() => {
      if (!joined.has(connection)) end(connection);
    }, options.limits.joinTime).unref();
  });
  options.entrance?.sessions.onEnd((key) => {
    for (const connection of open.all()) if (sessionOf(connection.request)?.key === key) end(connection);
  });
  return (connection) => {
    if (joined.has(connection)) return false;
    joined.add(connection);
    return true;
  };
}

/** Why a request is refused, in the order in which HTTP requests are looked at. */
function refuse(
  request: LiveRequest,
  open: OpenConnections,
  options: ConnectionOptions,
): ApiError | undefined {
  const { allowed, entrance, rate } = options;
  const foreign = allowed.refuse(request, true);
  if (foreign !== undefined) return new ApiError(foreign.status, foreign.code, foreign.detail);
  if (entrance !== undefined && !entrance.admit(request))
    return tokenMissing(bearerOf(request) !== undefined);
  const user = userOf(request);
  if (rate !== undefined && !rate.admits(user)) return tooOften(rate);
  const { sid, j } = request._query;
  // JSONP: a script of another page could read what it is sent.
  if (j !== undefined)
    return new ApiError(400, "transport_unknown", "JSONP is not supported; use polling or WebSocket.");
  if (sid === undefined) return quota(request, open, options);
  const connection = open.get(sid);
  return connection !== undefined && userOf(connection.request) === user
    ? undefined
    : new ApiError(400, "connection_unknown", "The connection is not open; open a new one.");
}

/** Why there may be no further connection for this user or from this network. */
function quota(
  request: IncomingMessage,
  open: OpenConnections,
  { limits }: ConnectionOptions,
): ApiError | undefined {
  const [ofUser, ofNetwork] = open.countsFor(request);
  if (ofUser < limits.sockets && ofNetwork < limits.socketsPerAddress) return undefined;
  const [whose, most] =
    ofUser >= limits.sockets ? ["this user", limits.sockets] : ["this address", limits.socketsPerAddress];
  return new ApiError(
    429,
    "quota_sockets",
    `${most} live connections are open for ${whose}, as many as the server allows.`,
    { remedy: "Close some pages, then try again." },
    { "Retry-After": "10" },
  );
}

/** Closes a connection at once, whether its client takes part or not. */
export function end(connection: Connection): void {
  const { socket } = connection.transport;
  connection.close(true);
  setTimeout(() => socket?.terminate(), farewell).unref();
}

/** Closes a connection that sends more than a page would, of whatever kind of packet. */
function limitFlood(connection: Connection): void {
  let from = performance.now();
  let count = 0;
  connection.on("packet", () => {
    const now = performance.now();
    if (now - from > floodWindow) {
      from = now;
      count = 0;
    }
    if (++count > floodLimit) end(connection);
  });
}

function send(response: ServerResponse, error: ApiError): void {
  const body = JSON.stringify(problemDocument(error));
  response
    .writeHead(error.status, {
      ...error.headers,
      "Content-Type": "application/problem+json",
      "Content-Length": Buffer.byteLength(body),
      "Cache-Control": "no-store",
    })
    .end(body);
}

/** Answers a WebSocket handshake with an HTTP error. */
function reject(socket: Socket, error: ApiError): void {
  const body = JSON.stringify(problemDocument(error));
  const lines = [
    `HTTP/1.1 ${error.status} ${problemDocument(error).title}`,
    "Connection: close",
    "Content-Type: application/problem+json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(error.headers).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.on("error", () => {});
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`);
  socket.destroySoon();
}
