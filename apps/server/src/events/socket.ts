import type { Server as HttpServer } from "node:http";
import {
  type Acknowledgement,
  type ClientMessages,
  type ServerMessages,
  subscribeSchema,
  unsubscribeSchema,
} from "@unclip/protocol";
import { Server, type Socket } from "socket.io";
import { userOf } from "../access/entrance.ts";
import type { Repository } from "../store/repository.ts";
import { backlogOf, dropIdleReaders } from "./backlog.ts";
import { type Connection, type ConnectionOptions, end, guardConnections } from "./connections.ts";
import type { Feed } from "./feed.ts";

interface SocketOptions extends ConnectionOptions {
  readonly repository: Repository;
  readonly feed: Feed;
}

type Reply = (reply: Acknowledgement) => void;

/** Events a message, when a client catches up; the next are read when it has taken most of those before. */
const chunk = 500;
const ahead = 100_000;
const lookEvery = 10;

/**
 * Streams run events over WebSocket, and over polling where a proxy lets no WebSocket through. A client subscribes with the
 * last number that it saw and gets what is stored after it, then what is new; reading and joining happen in one turn of
 * the event loop, so nothing falls between. `http` has its other listeners already: they get no request of a connection.
 */
export function attachSocket(
  http: HttpServer,
  options: SocketOptions,
): Server<ClientMessages, ServerMessages> {
  const { feed, repository } = options;
  const io = new Server<ClientMessages, ServerMessages>(http, {
    transports: ["polling", "websocket"],
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: 100_000,
  });
  const join = guardConnections(io as unknown as Server, options);
  io.on("connection", (socket) => {
    const user = userOf(socket.request);
    const conn = socket.conn as unknown as Connection;
    // One connection carries one client, and ends with it.
    if (!join(conn)) return end(conn);
    socket.once("disconnect", () => end(conn));
    void socket.join(everything(user));
    serve(socket, user, options);
  });
  http.once("close", dropIdleReaders(io as unknown as Server));
  feed.listen({
    events: (run, events) => io.to(room(run)).emit("events", run, events),
    run: (record) => io.to(everything(repository.ownerOf(record.id) ?? "")).emit("run", record),
  });
  return io;
}

function serve(
  socket: Socket<ClientMessages, ServerMessages>,
  user: string,
  { repository }: SocketOptions,
): void {
  // One after the other, so that what waits for a client that reads slowly is one message.
  let turn: Promise<unknown> = Promise.resolve();
  socket.on("subscribe", (request, done) => {
    const parsed = subscribeSchema.safeParse(request);
    if (!parsed.success) return answer(done, refuse("message_invalid", "Expected { run, after }."));
    const { run, after } = parsed.data;
    if (repository.ownerOf(run) !== user)
      return answer(done, refuse("run_unknown", `There is no run ${run}.`));
    answer(done, { ok: true });
    turn = turn.then(() => catchUp(socket, repository, run, after));
  });
  socket.on("unsubscribe", (request, done) => {
    const parsed = unsubscribeSchema.safeParse(request);
    if (!parsed.success) return answer(done, refuse("message_invalid", "Expected { run }."));
    turn = turn.then(() => socket.leave(room(parsed.data.run)));
    answer(done, { ok: true });
  });
  socket.onAny((event, ...args) => {
    if (event !== "subscribe" && event !== "unsubscribe")
      answer(args.at(-1), refuse("message_unknown", "This server knows subscribe and unsubscribe."));
  });
}

/** Sends what is stored after a number; the last look and joining happen in one turn of the event loop. */
async function catchUp(
  socket: Socket<ClientMessages, ServerMessages>,
  repository: Repository,
  run: string,
  after: number,
): Promise<void> {
  for (let last = after; socket.connected; ) {
    const events = repository.events(run, last, chunk);
    if (events.length === 0) return void socket.join(room(run));
    socket.emit("events", run, events);
    last = events.at(-1)!.seq;
    while (socket.connected && backlogOf(socket) > ahead)
      await new Promise((resolve) => setTimeout(resolve, lookEvery));
  }
}

const room = (run: string) => `run:${run}`;
/** Where all pages of a user are. */
const everything = (user: string) => `user:${user}`;

const refuse = (code: string, message: string): Acknowledgement => ({ ok: false, code, message });

/** A client may leave the acknowledgement out, or send something else in its place. */
function answer(done: unknown, reply: Acknowledgement): void {
  if (typeof done === "function") (done as Reply)(reply);
}
