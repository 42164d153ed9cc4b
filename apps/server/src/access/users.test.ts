import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Vocabulary } from "@unclip/engine";
import type { Graph } from "@unclip/graph";
import { createNodeImages } from "@unclip/host/node";
import type { RunRecord, SavedGraph } from "@unclip/protocol";
import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, clientOf, problemOf } from "../../testing/client.ts";
import { faultGraph } from "../../testing/fault-graph.ts";
import { startTestServer, type TestServer } from "../../testing/test-server.ts";
import { apiRoutes } from "../app.ts";
import { assetsOf } from "../checking/check-graph.ts";
import { requireAssets } from "../checking/require-assets.ts";
import type { ApiError } from "../problem.ts";
import { limitBytes, limitRate, RateLimit } from "./rate-limit.ts";
import { readUsers } from "./users-file.ts";

const tokens = { ann: "a".repeat(40), bob: "b".repeat(40) };
let folder: string;
let server: TestServer;
let ann: Client;
let bob: Client;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "unclip-users-"));
  const file = join(folder, "users.json");
  const users = Object.entries(tokens).map(([name, token]) => ({ name, token }));
  writeFileSync(file, JSON.stringify({ users }));
  server = await startTestServer({ users: file }, { limits: { queuedPerUser: 2, requestsPerSecond: 500 } });
  ann = clientOf(`${server.origin}/?token=${tokens.ann}`);
  bob = clientOf(`${server.origin}/?token=${tokens.bob}`);
});
afterAll(async () => {
  await server.end();
  rmSync(folder, { recursive: true });
});

describe("users", () => {
  it("come in with their own token, by header or by cookie, and nobody else does", async () => {
    expect(server.url).toBe(`${server.origin}/`);
    expect((await fetch(`${server.origin}/api/v1/health`)).status).toBe(401);
    for (const token of Object.values(tokens)) {
      const exchanged = await fetch(`${server.origin}/?token=${token}`, { redirect: "manual" });
      const cookie = exchanged.headers.get("set-cookie")?.split(";")[0] ?? "";
      expect((await fetch(`${server.origin}/api/v1/runs`, { headers: { cookie } })).status).toBe(200);
    }
  });

  it("see their own runs and pictures, on every route that takes an id", async () => {
    const run = await ann.submit(faultGraph("wait", { milliseconds: 1 }, "Ann's"));
    await ann.ended(run);
    const png = await createNodeImages().encode(
      { data: Float32Array.from({ length: 27 }, (_, i) => Math.sin(i)), shape: [3, 3, 3] },
      "image/png",
    );
    const stored = await ann.api("/assets", {
      method: "PUT",
      body: new Uint8Array(png),
      headers: { "content-type": "image/png" },
    });
    const asset = ((await stored.json()) as { id: string }).id;
    const graph = faultGraph("wait", {}, "Ann's own");
    const body = JSON.stringify({ graph });
    const headers = { "content-type": "application/json" };
    const saved = (await (await ann.api("/graphs", { method: "POST", body, headers })).json()) as SavedGraph;
    const ids: Record<string, string> = { runs: run, assets: asset, graphs: saved.id };
    // Model packs belong to nobody.
    const routes = apiRoutes(server.services).filter(({ path }) => /^\/(runs|assets|graphs)\/:id/.test(path));
    expect(routes.length).toBeGreaterThan(10);
    // A removal comes last, or what is tried after it would not be there.
    const last = ({ method, path }: { method: string; path: string }) =>
      path === "/runs/:id/record" ? 2 : method === "delete" ? 1 : 0;
    for (const { method, path, body: takes } of routes.toSorted((a, b) => last(a) - last(b))) {
      const address = path.replace(":id", ids[path.split("/")[1]!]!).replace(":version", saved.version);
      const request = [
        address,
        { method: method.toUpperCase(), ...(takes !== undefined && { body, headers }) },
      ] as const;
      expect([method, path, (await bob.api(...request)).status]).toEqual([method, path, 404]);
      const own = (await ann.api(...request)).status;
      // The run has ended: it can be looked at, and no longer be cancelled.
      const expected =
        method !== "delete" || path === "/runs/:id/pin" ? 200 : path === "/runs/:id" ? 409 : 204;
      expect([method, path, own]).toEqual([method, path, expected]);
    }
    expect(await bob.get("/graphs")).toEqual({ graphs: [], next: null });
    expect(await bob.get("/runs")).toEqual({ runs: [], next: null });
    expect((await ann.get("/runs")).runs).toHaveLength(0);
    await ann.ended(await ann.submit(faultGraph("wait", { milliseconds: 1 }, "Ann's")));
    expect((await ann.get("/runs?search=WAIT")).runs).toHaveLength(1);
    expect((await ann.get("/runs?search=nothing")).runs).toHaveLength(0);
  });

  it("cannot put a picture of another into a graph, and do not learn that it is there", async () => {
    const stored = await ann.api("/assets", {
      method: "PUT",
      body: "[[0.25, 0.5]]",
      headers: { "content-type": "application/json" },
    });
    const hers = ((await stored.json()) as { id: string }).id;
    const { queue } = server.services;
    const { vocabulary } = queue.status().offer!;
    const picture = {
      param: "asset",
      title: "Picture",
      about: "One.",
      default: "",
      media: ["image/png"],
    } as const;
    const say = vocabulary.nodeTypes.say!;
    // The fault runner has no node that takes a picture: its text is called one, for the check alone.
    const params = { ...say.params, text: picture };
    const nodeTypes = { ...vocabulary.nodeTypes, say: { ...say, params } };
    const check = (user: string, asset: string) =>
      requireAssets(
        assetsOf(
          faultGraph("wait", {}, asset) as unknown as Graph,
          { ...vocabulary, nodeTypes } as Vocabulary,
        ),
        server.services,
        user,
      );
    await expect(check("ann", hers)).resolves.toBeUndefined();
    const told = async (asset: string) => {
      const error = (await check("bob", asset).catch((e) => e)) as ApiError;
      return [error.status, error.code, error.message.replaceAll(asset, "ID")];
    };
    expect(await told(hers)).toEqual(await told("0".repeat(64)));
    expect((await told(hers)).slice(0, 2)).toEqual([422, "asset_missing"]);
  });

  it("have so many WebSockets and no more, each user apart", async () => {
    const few = await startTestServer({ users: join(folder, "users.json") }, { limits: { sockets: 2 } });
    const open = (token: string) =>
      io(few.origin, {
        transports: ["websocket"],
        forceNew: true,
        reconnection: false,
        extraHeaders: { authorization: `Bearer ${token}` },
      });
    const sockets = [open(tokens.ann), open(tokens.ann)];
    try {
      await expect.poll(() => sockets.every((socket) => socket.connected), { timeout: 60_000 }).toBe(true);
      const third = open(tokens.ann);
      sockets.push(third);
      expect(await new Promise((resolve) => third.once("connect_error", () => resolve("refused")))).toBe(
        "refused",
      );
      const his = open(tokens.bob);
      sockets.push(his);
      await expect.poll(() => his.connected, { timeout: 60_000 }).toBe(true);
      expect(sockets.slice(0, 2).every((socket) => socket.connected)).toBe(true);
    } finally {
      for (const socket of sockets) socket.disconnect();
      await few.end();
    }
  });

  it("open WebSockets as often as they may ask, each user apart", async () => {
    const file = join(folder, "users.json");
    // Two at once, and not one more within this test.
    const slow = await startTestServer({ users: file }, { rate: new RateLimit(1e-6, 2) });
    const opened = (token: string) => {
      const socket = io(slow.origin, {
        transports: ["websocket"],
        forceNew: true,
        reconnection: false,
        extraHeaders: { authorization: `Bearer ${token}` },
      });
      return new Promise<boolean>((resolve) => {
        socket.once("connect", () => resolve(true));
        socket.once("connect_error", () => resolve(false));
      }).finally(() => socket.disconnect());
    };
    try {
      for (const user of [tokens.ann, tokens.bob])
        expect([await opened(user), await opened(user), await opened(user)]).toEqual([true, true, false]);
    } finally {
      await slow.end();
    }
  });

  it("hear of their own runs alone", async () => {
    const heard: RunRecord[] = [];
    const socket = io(server.origin, {
      transports: ["websocket"],
      forceNew: true,
      extraHeaders: { authorization: `Bearer ${tokens.bob}` },
    });
    socket.on("run", (record: RunRecord) => heard.push(record));
    await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
    const hers = await ann.submit(faultGraph("wait", { milliseconds: 1 }, "hers"));
    await ann.ended(hers);
    expect(await socket.emitWithAck("subscribe", { run: hers, after: -1 })).toMatchObject({
      code: "run_unknown",
    });
    const his = await bob.submit(faultGraph("wait", { milliseconds: 1 }, "his"));
    await bob.ended(his);
    await expect.poll(() => heard.at(-1)?.status, { timeout: 60_000 }).toBe("done");
    expect(new Set(heard.map((record) => record.id))).toEqual(new Set([his]));
    socket.disconnect();
  });

  it("fill their own part of the queue and no more, and take turns", async () => {
    const blocking = await ann.submit(faultGraph("wait", { milliseconds: 60_000 }, "long"));
    await ann.begun(blocking);
    const mine = [
      await ann.submit(faultGraph("wait", {}, "1")),
      await ann.submit(faultGraph("wait", {}, "2")),
    ];
    const refused = await ann.post(faultGraph("wait", {}, "3"));
    expect(await problemOf(refused)).toMatchObject({ status: 429, code: "quota_queued" });
    const his = await bob.submit(faultGraph("wait", {}, "late"));
    await ann.api(`/runs/${blocking}`, { method: "DELETE" });
    const [last, other] = [await ann.ended(mine[1]!), await bob.ended(his)];
    expect(Date.parse(other.finishedAt!)).toBeLessThanOrEqual(Date.parse(last.finishedAt!));
  });
});

describe("the rate limit", () => {
  it("lets a burst through, then as many as the second allows, each user apart", () => {
    let now = 0;
    const limit = limitRate(new RateLimit(10, 3, () => now));
    const pass = () => {
      let error: unknown;
      limit({} as never, {} as never, (e) => {
        error = e;
      });
      return error === undefined;
    };
    expect([pass(), pass(), pass(), pass()]).toEqual([true, true, true, false]);
    now = 250;
    expect([pass(), pass(), pass()]).toEqual([true, true, false]);
  });

  it("bounds the bytes of bodies: a large one is taken whole and waited for after, and reading costs nothing", () => {
    let now = 0;
    const limit = limitBytes(new RateLimit(1000, 3000, () => now));
    const pass = (headers: Record<string, string>) => {
      let error: unknown;
      limit({ headers } as never, {} as never, (e) => {
        error = e;
      });
      return error === undefined || (error as ApiError).code;
    };
    const body = (bytes: number) => pass({ "content-length": `${bytes}` });
    expect([body(1000), body(5000), body(1), pass({})]).toEqual([true, true, "rate_limited", true]);
    expect(pass({ "transfer-encoding": "chunked" })).toBe("rate_limited");
    now = 3500;
    expect([body(1), body(5000), body(1)]).toEqual([true, true, "rate_limited"]);
  });
});

describe("the file of users", () => {
  it.each([
    ["not JSON", "{", /not JSON/],
    ["no users", '{"users": []}', /at least one/],
    ["a short token", '{"users": [{"name": "ann", "token": "short"}]}', /users\.0\.token/],
    ["a name with a space", `{"users": [{"name": "a b", "token": "${tokens.ann}"}]}`, /users\.0\.name/],
    [
      "one token twice",
      JSON.stringify({
        users: [
          { name: "ann", token: tokens.ann },
          { name: "bob", token: tokens.ann },
        ],
      }),
      /same token/,
    ],
  ])("is refused with %s, in one sentence without a token", (_name, content, message) => {
    const file = join(folder, "bad.json");
    writeFileSync(file, content);
    expect(() => readUsers(file)).toThrow(message);
    expect(() => readUsers(file)).not.toThrow(new RegExp(tokens.ann));
    expect(() => readUsers(join(folder, "none.json"))).toThrow(/ENOENT/);
  });
});
