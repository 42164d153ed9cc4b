import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Headers, ask as send } from "../../testing/as-browser.ts";
import { startTestServer, type TestServer } from "../../testing/test-server.ts";
import { RateLimit } from "../access/rate-limit.ts";

const tokens = { ann: "a".repeat(40), bob: "b".repeat(40) };
const limits = { sockets: 3, socketsPerAddress: 5, joinTime: 1500, requestsPerSecond: 10_000 };
/** A loaded machine may take its time. */
const patient = { timeout: 120_000 };
const live = "/socket.io/?EIO=4&transport=polling";

let folder: string;
let users: string;
let server: TestServer;
const open: Socket[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "unclip-connections-"));
  users = join(folder, "users.json");
  const all = Object.entries(tokens).map(([name, token]) => ({ name, token }));
  writeFileSync(users, JSON.stringify({ users: all }));
});
beforeEach(async () => {
  server = await startTestServer({ users, trustProxy: ["loopback"] }, { limits });
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy();
  await server.end();
});
afterAll(() => rmSync(folder, { recursive: true }));

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

const ask = (path: string, headers: Headers = {}, method = "GET", body = "", of = server) =>
  send(of, method, path, headers, body);

/** A WebSocket handshake as bytes, after which nothing is sent. */
function handshake(headers: Headers, of = server): Promise<{ status: number; text: string; socket: Socket }> {
  const { hostname, port, host } = new URL(of.origin);
  const socket = connect(Number(port), hostname);
  open.push(socket);
  socket.on("error", () => {});
  const lines = [
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
    ...Object.entries({
      host,
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
      ...headers,
    }).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  return new Promise((resolve) => {
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      if (text.includes("\r\n\r\n")) resolve({ status: Number(text.split(" ")[1]), text, socket });
    });
  });
}

describe("a request for live events", () => {
  it("is answered once, without a line in the log, whoever sends it and whatever it asks for", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    for (const path of [
      live,
      `${live}&sid=none`,
      `${live}&j=0`,
      "/socket.io/",
      "/socket.io/?EIO=4&transport=webtransport",
      "/socket.io/?transport=polling",
      "/socket.io/x?EIO=4&transport=websocket",
    ])
      for (const headers of [{}, bearer(tokens.ann), bearer("x")])
        for (const method of ["GET", "POST", "PUT", "OPTIONS"]) await ask(path, headers, method);
    expect((await ask("/api/v1/health", bearer(tokens.ann))).status).toBe(200);
    expect(log.mock.calls).toEqual([]);
    log.mockRestore();
  });

  it("goes through the same doors as any other: host, origin, token, and not the first request alone", async () => {
    const opened = await ask(live, bearer(tokens.ann));
    expect(opened.status).toBe(200);
    const { sid } = JSON.parse(opened.text.slice(1)) as { sid: string };
    const next = `${live}&sid=${sid}`;
    expect((await ask(next, bearer(tokens.ann), "POST", "40")).status).toBe(200);
    const refused: readonly (readonly [Headers, number])[] = [
      [{ ...bearer(tokens.ann), host: "evil.example" }, 421],
      [{ ...bearer(tokens.ann), origin: "http://evil.example" }, 403],
      [{ ...bearer(tokens.ann), origin: "null" }, 403],
      // A picture or a script of another page sends no Origin.
      [{ ...bearer(tokens.ann), "sec-fetch-site": "same-site" }, 403],
      [{ ...bearer(tokens.ann), "sec-fetch-site": "cross-site" }, 403],
      [{}, 401],
      [bearer("x"), 401],
      // Whoever learns the id of a connection is not its user.
      [bearer(tokens.bob), 400],
    ];
    for (const [headers, status] of refused)
      for (const path of [live, next])
        for (const method of ["GET", "POST"]) {
          if (status === 400 && path === live) continue;
          expect([headers, path, method, (await ask(path, headers, method, "41")).status]).toEqual([
            headers,
            path,
            method,
            status,
          ]);
        }
    expect((await ask(`${live}&j=0`, bearer(tokens.ann))).status).toBe(400);
    // It is still there, and tells what it should.
    const told = await ask(next, {
      ...bearer(tokens.ann),
      origin: server.origin,
      "sec-fetch-site": "same-origin",
    });
    expect([told.status, told.text.startsWith("40")]).toEqual([200, true]);
    expect(told.headers).toMatchObject({
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
    });
    expect((await ask(next, bearer(tokens.ann), "POST", "1")).status).toBe(200);
  });

  it("says why a WebSocket is refused, in HTTP", async () => {
    const refused = await handshake({});
    expect(refused.text).toMatch(
      /^HTTP\/1\.1 401 Not signed in\r\n[\s\S]*\r\nWWW-Authenticate: Bearer [\s\S]*"code":"token_missing"/,
    );
    expect((await handshake({ ...bearer(tokens.ann), host: "evil.example" })).status).toBe(421);
    expect((await handshake({ ...bearer(tokens.ann), origin: "http://evil.example" })).status).toBe(403);
  });

  it("counts among those that a user may make in a second", async () => {
    // Three at once, and not one more within this test.
    const slow = await startTestServer({ users }, { rate: new RateLimit(1e-6, 3) });
    const opened = await ask(live, bearer(tokens.ann), "GET", "", slow);
    const { sid } = JSON.parse(opened.text.slice(1)) as { sid: string };
    const post = () => ask(`${live}&sid=${sid}`, bearer(tokens.ann), "POST", "40", slow);
    const statuses = [(await post()).status, (await post()).status, (await post()).status];
    expect(statuses).toEqual([200, 200, 429]);
    expect((await ask(live, bearer(tokens.bob), "GET", "", slow)).status).toBe(200);
    await slow.end();
  });
});

describe("a connection", () => {
  it("counts from its handshake on, and is closed when it does not join in time", async () => {
    const statuses: number[] = [];
    const sockets: Socket[] = [];
    for (let i = 0; i < 4; i++) {
      const { status, socket } = await handshake(bearer(tokens.ann));
      statuses.push(status);
      if (status === 101) sockets.push(socket);
    }
    expect(statuses).toEqual([101, 101, 101, 429]);
    expect((await ask(live, bearer(tokens.ann))).status).toBe(429);
    // Another user has connections of their own.
    expect((await ask(live, bearer(tokens.bob))).status).toBe(200);
    await expect
      .poll(() => sockets.every((socket) => socket.readableEnded || socket.destroyed), patient)
      .toBe(true);
    await expect.poll(async () => (await ask(live, bearer(tokens.ann))).status, patient).toBe(200);
  });

  it("counts for its network address too, whoever it is of", async () => {
    const from = (address: string, token: string) =>
      ask(live, { ...bearer(token), "x-forwarded-for": address });
    const few = [];
    for (const token of [tokens.ann, tokens.ann, tokens.ann, tokens.bob, tokens.bob])
      few.push((await from("2001:db8::1", token)).status);
    expect(few).toEqual([200, 200, 200, 200, 200]);
    expect((await from("2001:db8::2", tokens.bob)).status).toBe(429);
    expect((await from("2001:db8:0:1::1", tokens.bob)).status).toBe(200);
  });

  it("is closed when it leaves, joins twice or floods, with packets of any kind", async () => {
    const text = (payload: string) => {
      // A masked text frame (RFC 6455 §5.2); the mask is zero, so the payload is as it is.
      const bytes = Buffer.from(payload);
      return Buffer.concat([Buffer.from([0x81, 0x80 | bytes.length, 0, 0, 0, 0]), bytes]);
    };
    const closed = (socket: Socket) =>
      expect.poll(() => socket.readableEnded || socket.destroyed, patient).toBe(true);
    for (const packets of [
      ["40", "41"],
      ["40", "40"],
      Array<string>(100).fill("3"),
      Array<string>(100).fill("6"),
      ["40", ...Array<string>(100).fill('42["unsubscribe"]')],
      Array<string>(100).fill("40/none,"),
    ]) {
      const { status, socket } = await handshake(bearer(tokens.ann));
      expect([packets[1], status]).toEqual([packets[1], 101]);
      socket.write(Buffer.concat(packets.map(text)));
      await closed(socket);
    }
  });
});
