import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, cookiesOf, type Headers, pairs, postForm as post, who } from "../../testing/as-browser.ts";
import { startTestServer, type TestServer } from "../../testing/test-server.ts";
import { startTwoDoors, type TwoDoors, tokens } from "../../testing/two-doors.ts";

let doors: TwoDoors;
let alone: TestServer;
let shared: TestServer;
beforeAll(async () => {
  doors = await startTwoDoors();
  ({ alone, shared } = doors);
});
afterAll(() => doors.end());

const tokenOf = (server: TestServer) => new URL(server.url).searchParams.get("token") ?? "";

describe("a session", () => {
  const begin = async (server: TestServer, token: string) => pairs(await post(server, { token }))[0] ?? "";

  it("ends when its user signs out, with its live connections, and no other does", async () => {
    const [one, two] = [await begin(shared, tokens.ann), await begin(shared, tokens.ann)];
    expect(one).not.toBe(two);
    const open = (cookie: string, transport: "websocket" | "polling") =>
      io(shared.origin, {
        transports: [transport],
        forceNew: true,
        reconnection: false,
        extraHeaders: { cookie },
      });
    const sockets = [open(one, "websocket"), open(one, "polling"), open(two, "websocket")];
    try {
      await expect.poll(() => sockets.every((socket) => socket.connected), { timeout: 60_000 }).toBe(true);
      const out = await ask(shared, "DELETE", "/api/v1/session", { Cookie: one });
      expect(out.status).toBe(204);
      expect(cookiesOf(out)[0]).toMatch(/^unclip-\d+=; Path=\/; .*Max-Age=0$/);
      await expect
        .poll(() => sockets.map((socket) => socket.connected), { timeout: 60_000 })
        .toEqual([false, false, true]);
      expect(await who(shared, one)).toBe(401);
      expect(await who(shared, two)).toMatchObject({ by: "session", user: "ann" });
    } finally {
      for (const socket of sockets) socket.disconnect();
    }
  });

  it("is a new one for each sign-in, and ends the one before in the same browser", async () => {
    const first = await begin(shared, tokens.ann);
    const second = await post(shared, { token: tokens.bob }, { Cookie: first });
    expect(await who(shared, first)).toBe(401);
    expect(await who(shared, pairs(second)[0] ?? "")).toMatchObject({ user: "bob" });
  });

  it("says who asks, by session, by token, and on a server that asks for none", async () => {
    const { expiresAt } = await who(shared, await begin(shared, tokens.ann));
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
    const token = await ask(shared, "GET", "/api/v1/session", { Authorization: `bEARER  ${tokens.ann}` });
    expect(JSON.parse(token.text)).toEqual({ by: "token", user: "ann", expiresAt: null });
    expect(
      (await ask(shared, "DELETE", "/api/v1/session", { Authorization: `BEARER ${tokens.ann}` })).status,
    ).toBe(204);
    const open = await startTestServer({ token: false });
    expect(JSON.parse((await ask(open, "GET", "/api/v1/session")).text)).toEqual({
      by: "nothing",
      user: null,
      expiresAt: null,
    });
    expect((await ask(open, "DELETE", "/api/v1/session")).status).toBe(204);
    await open.end();
  });

  it("is in a cookie that goes over TLS alone where there is TLS", async () => {
    const tls = { Host: "studio.example", "X-Forwarded-Proto": "https", Origin: "https://studio.example" };
    const answer = await post(alone, { token: tokenOf(alone) }, tls);
    expect(cookiesOf(answer)[0]).toMatch(
      /^__Host-unclip-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000; Secure$/,
    );
    const [cookie = ""] = pairs(answer);
    const session = (headers: Headers) =>
      ask(alone, "GET", "/api/v1/session", { ...headers, Cookie: cookie });
    expect((await session(tls)).status).toBe(200);
    // What plain http could have set is not taken over TLS, nor the other way round.
    expect((await session({ Host: "studio.example" })).status).toBe(401);
    const plain = await startTestServer({ secureCookies: true });
    expect(
      cookiesOf(await post(plain, { token: tokenOf(plain), ...{} }, { "X-Forwarded-Proto": "http" }))[0],
    ).toContain("; Secure");
    await plain.end();
  });
});
