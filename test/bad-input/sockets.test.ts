/** Bad messages and bad handshakes: row 45 of the catalogue and the rows of the threat table about sockets. */
import { io, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type BareServer, startBareServer } from "./bare-server.ts";

let server: BareServer;
const open: Socket[] = [];
beforeAll(async () => {
  server = await startBareServer();
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect();
});
afterAll(() => server.close());

function connect(headers: Record<string, string> = {}): Socket {
  const socket = io(`http://127.0.0.1:${server.port}`, {
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    extraHeaders: { authorization: `Bearer ${server.token}`, ...headers },
  });
  open.push(socket);
  return socket;
}
const admitted = (socket: Socket) =>
  new Promise<boolean>((resolve) => {
    socket.once("connect", () => resolve(true));
    socket.once("connect_error", () => resolve(false));
  });
const gone = (socket: Socket) => expect.poll(() => socket.connected, { timeout: 60_000 }).toBe(false);

describe("45 a socket", () => {
  test.each<[string, string, unknown[], string]>([
    ["a message that nobody knows", "run", [{}], "message_unknown"],
    ["a run that is not there", "subscribe", [{ run: "aaaaaaaa", after: -1 }], "run_unknown"],
    ["no run", "subscribe", [{}], "message_invalid"],
    ["a path", "subscribe", [{ run: "../../token", after: -1 }], "message_invalid"],
    ["a number that is none", "subscribe", [{ run: "aaaaaaaa", after: "x" }], "message_invalid"],
    ["one property more", "subscribe", [{ run: "aaaaaaaa", after: -1, room: "user:" }], "message_invalid"],
    ["a list", "unsubscribe", [[1, 2, 3]], "message_invalid"],
    ["nothing", "unsubscribe", [null], "message_invalid"],
  ])("that sends %s is told so, and stays", async (_name, event, args, code) => {
    const socket = connect();
    expect(await admitted(socket)).toBe(true);
    expect(await socket.emitWithAck(event, ...args)).toMatchObject({ ok: false, code });
    expect(socket.connected).toBe(true);
  });

  test("that asks for no acknowledgement, or gives something else in its place, is no fault", async () => {
    const socket = connect();
    expect(await admitted(socket)).toBe(true);
    socket.emit("subscribe");
    socket.emit("subscribe", { run: "aaaaaaaa", after: -1 }, "not a function");
    expect(await socket.emitWithAck("unsubscribe", { run: "aaaaaaaa" })).toEqual({ ok: true });
  });

  test("that sends 200 KB at once, or a hundred messages, is let go; the others stay", async () => {
    const other = connect();
    expect(await admitted(other)).toBe(true);
    const large = connect();
    expect(await admitted(large)).toBe(true);
    large.emit("subscribe", "x".repeat(200_000));
    await gone(large);
    const flood = connect();
    expect(await admitted(flood)).toBe(true);
    for (let i = 0; i < 100; i++) flood.emit("unsubscribe", { run: "aaaaaaaa" });
    await gone(flood);
    expect(await other.emitWithAck("unsubscribe", { run: "aaaaaaaa" })).toEqual({ ok: true });
    expect((await server.api("/health")).status).toBe(200);
  });

  test.each([
    ["of another page", { origin: "http://evil.example" }],
    ["of no page", { origin: "null" }],
    ["under another name", { host: "evil.example" }],
    ["without a token", { authorization: "" }],
    ["with another token", { authorization: `Bearer ${"x".repeat(43)}` }],
  ])("%s is not let in", async (_name, headers) => {
    expect(await admitted(connect(headers))).toBe(false);
  });
});
