import type { Socket as NetSocket } from "node:net";
import type { RunEvent } from "@unclip/engine";
import type { Acknowledgement, ClientMessages, RunRecord, ServerMessages } from "@unclip/protocol";
import { io, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { faultGraph } from "../../testing/fault-graph.ts";
import { startTestServer, type TestServer } from "../../testing/test-server.ts";

type Client = Socket<ServerMessages, ClientMessages>;

/** A loaded machine may take its time. */
const patient = { timeout: 60_000 };

let server: TestServer;
const clients: Client[] = [];
beforeAll(async () => {
  server = await startTestServer();
});
afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect();
});
afterAll(() => server.end());

function open(
  headers: Record<string, string> = {},
  transports: ("websocket" | "polling")[] = ["websocket"],
): Client {
  const token = new URL(server.url).searchParams.get("token");
  const client: Client = io(server.origin, {
    transports,
    reconnection: false,
    forceNew: true,
    extraHeaders: { authorization: `Bearer ${token}`, ...headers },
  });
  clients.push(client);
  return client;
}
const connected = (client: Client) =>
  new Promise<boolean>((resolve) => {
    client.once("connect", () => resolve(true));
    client.once("connect_error", () => resolve(false));
  });
const subscribe = (client: Client, run: string, after: number): Promise<Acknowledgement> =>
  client.emitWithAck("subscribe", { run, after });

/** Collects a run's events until its end. */
function follow(client: Client, run: string): Promise<RunEvent[]> {
  const seen: RunEvent[] = [];
  return new Promise((resolve) =>
    client.on("events", (of, events) => {
      if (of !== run) return;
      seen.push(...events);
      if (seen.at(-1)?.event === "run-finished") resolve(seen);
    }),
  );
}

describe("the socket", () => {
  it.each(["websocket", "polling"] as const)(
    "streams a run live over %s, in order and without gaps, the same as the stored events",
    async (transport) => {
      const client = open({}, [transport]);
      expect(await connected(client)).toBe(true);
      const records: RunRecord[] = [];
      client.on("run", (record) => records.push(record));
      const run = await server.submit(faultGraph("wait", { milliseconds: 300 }, `live ${transport}`));
      const all = follow(client, run);
      expect(await subscribe(client, run, -1)).toEqual({ ok: true });
      const events = await all;
      expect(events.map((e) => e.seq)).toEqual(events.map((_, i) => i));
      expect(events).toEqual(await server.events(run));
      await server.ended(run);
      await expect
        .poll(() => records.filter((r) => r.id === run).map((r) => r.status), patient)
        .toEqual(["queued", "running", "done"]);
    },
  );

  it("goes on after the number that the client saw last, whenever it comes back", async () => {
    const run = await server.submit(faultGraph("wait", { milliseconds: 400 }, "resumed"));
    const first = open();
    await connected(first);
    const seen: RunEvent[] = [];
    first.on("events", (_, events) => {
      seen.push(...events);
      if (seen.length >= 3) first.disconnect();
    });
    await subscribe(first, run, -1);
    await expect.poll(() => first.connected, patient).toBe(false);
    const second = open();
    await connected(second);
    const rest = follow(second, run);
    await subscribe(second, run, seen.at(-1)!.seq);
    expect([...seen, ...(await rest)]).toEqual(await server.events(run));
    // Long after the end the events are still there.
    const third = open();
    await connected(third);
    const again = follow(third, run);
    await subscribe(third, run, -1);
    expect(await again).toEqual(await server.events(run));
  });

  it("refuses foreign pages and hosts and a missing token, over WebSocket and over polling", async () => {
    // A client that polls cannot choose its Host; connections.test.ts sends it as bytes.
    for (const headers of [
      { origin: "http://evil.example" },
      { origin: "null" },
      { host: "evil.example" },
      { authorization: "" },
    ])
      for (const transport of headers.host ? (["websocket"] as const) : (["websocket", "polling"] as const))
        expect([headers, transport, await connected(open(headers, [transport]))]).toEqual([
          headers,
          transport,
          false,
        ]);
    for (const transport of ["websocket", "polling"] as const)
      expect(await connected(open({ origin: server.origin }, [transport]))).toBe(true);
  });

  it("acknowledges what it does not understand, and closes on floods and on huge messages", async () => {
    const client = open();
    await connected(client);
    expect(await subscribe(client, "nobody00", -1)).toMatchObject({ ok: false, code: "run_unknown" });
    expect(await subscribe(client, "../../x", -1)).toMatchObject({ ok: false, code: "message_invalid" });
    expect(await (client as unknown as Socket).emitWithAck("evil", 1)).toMatchObject({
      ok: false,
      code: "message_unknown",
    });
    (client as unknown as Socket).emit("subscribe");
    for (let i = 0; i < 100; i++) client.emit("unsubscribe", { run: "nobody00" }, () => {});
    await expect.poll(() => client.connected, patient).toBe(false);
    const large = open();
    await connected(large);
    (large as unknown as Socket).emit("subscribe", "x".repeat(200_000));
    await expect.poll(() => large.connected, patient).toBe(false);
  });

  it("lets go of a client that does not read, and it misses nothing when it comes back", async () => {
    const run = await server.submit(faultGraph("wait", { milliseconds: 1 }, "unread"));
    await server.ended(run);
    const [slow, quick] = [open(), open()];
    await Promise.all([connected(slow), connected(quick)]);
    await Promise.all([subscribe(slow, run, -1), subscribe(quick, run, -1)]);
    let heard = 0;
    quick.on("events", () => heard++);
    // The socket below socket.io, engine.io and ws: nothing of it is read any more.
    const below = slow as unknown as { io: { engine: { transport: { ws: { _socket: NetSocket } } } } };
    below.io.engine.transport.ws._socket.pause();
    const about = { event: "node-progress", node: "x".repeat(100_000), step: 1, of: 1 } as const;
    const sent = 200;
    for (let i = 0; i < sent; i++) {
      server.services.feed.events(run, [{ ...about, seq: 1000 + i }]);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await expect.poll(() => heard, patient).toBeGreaterThanOrEqual(sent);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    below.io.engine.transport.ws._socket.resume();
    await expect.poll(() => slow.connected, patient).toBe(false);
    expect(quick.connected).toBe(true);
    const again = open();
    await connected(again);
    const all = follow(again, run);
    await subscribe(again, run, -1);
    expect(await all).toEqual(await server.events(run));
  });
});
