/** Route × host × origin × content type × credential: who gets in, for whatever is mounted. */
import { Agent, request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mountedRoutes } from "../../testing/mounted-routes.ts";
import { startTestServer, type TestServer } from "../../testing/test-server.ts";
import { apiRoutes, createApp } from "../app.ts";

type Headers = Readonly<Record<string, string>>;

let server: TestServer;
let cookie: string;
const agent = new Agent({ keepAlive: true, maxSockets: 8 });
beforeAll(async () => {
  server = await startTestServer();
  cookie = await newCookie();
});
afterAll(async () => {
  agent.destroy();
  await server.end();
});

/** The cookie of a session that begins now. */
async function newCookie(): Promise<string> {
  const exchanged = await fetch(server.url, { redirect: "manual" });
  return exchanged.headers.get("set-cookie")?.split(";")[0] ?? "";
}

/** Status and problem code of a request with these headers alone. */
function send(method: string, path: string, headers: Headers): Promise<{ status: number; code?: string }> {
  const { hostname, port } = new URL(server.origin);
  const body = headers["Content-Type"] === undefined ? "" : "{}";
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        hostname,
        port,
        path,
        method,
        setHost: false,
        headers: { ...headers, "Content-Length": String(body.length) },
      },
      (response) => {
        let text = "";
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () => {
          const isProblem = response.headers["content-type"]?.startsWith("application/problem+json");
          resolve({ status: response.statusCode ?? 0, ...(isProblem && { code: JSON.parse(text).code }) });
        });
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

function columns() {
  const { host, port } = new URL(server.origin);
  const [name] = cookie.split("=");
  const token = new URL(server.url).searchParams.get("token");
  const hosts: [Headers, boolean][] = [
    [{ Host: host }, true],
    [{ Host: `localhost:${port}` }, true],
    [{ Host: "evil.example" }, false],
    [{ Host: `0.0.0.0:${port}` }, false],
    [{ Host: `[::ffff:127.0.0.1]:${port}` }, false],
    [{ Host: `127.0.0.1.evil.example:${port}` }, false],
  ];
  const origins: [Headers, (unsafe: boolean) => boolean][] = [
    [{}, () => true],
    [{ Origin: `http://${host}`, "Sec-Fetch-Site": "same-origin" }, () => true],
    [{ Origin: "http://evil.example", "Sec-Fetch-Site": "cross-site" }, () => false],
    [{ Origin: "null" }, () => false],
    [{ Origin: "http://127.0.0.1:1", "Sec-Fetch-Site": "same-site" }, () => false],
    [{ "Sec-Fetch-Site": "cross-site" }, (unsafe) => !unsafe],
  ];
  const types: Headers[] = [
    {},
    { "Content-Type": "application/json" },
    { "Content-Type": "text/plain" },
    { "Content-Type": "application/x-www-form-urlencoded" },
    { "Content-Type": "multipart/form-data; boundary=x" },
    { "Content-Type": "image/svg+xml" },
  ];
  const credentials: [Headers, boolean][] = [
    [{ Cookie: cookie }, true],
    [{ Authorization: `Bearer ${token}` }, true],
    [{}, false],
    [{ Cookie: `${name}=x` }, false],
    [{ Authorization: "Bearer x", Cookie: cookie }, false],
  ];
  return { hosts, origins, types, credentials };
}

describe("the matrix of who gets in", () => {
  it("is about every route that is mounted, and each of them is described", () => {
    const mounted = mountedRoutes(createApp(server.services)).map((r) => `${r.method} ${r.path}`);
    const described = apiRoutes(server.services).map((r) => `${r.method} /api/v1${r.path}`);
    expect(mounted.filter((route) => route.includes("/api/")).toSorted()).toEqual(described.toSorted());
    expect(mounted).toContain("get /");
  });

  it("holds for every combination, in this order: host, origin, credential, content type", {
    timeout: 480_000,
  }, async () => {
    const { hosts, origins, types, credentials } = columns();
    const bodies = new Map(
      apiRoutes(server.services).map((r) => [`${r.method} /api/v1${r.path}`, r.body?.types]),
    );
    let combinations = 0;
    const wrong: unknown[] = [];
    for (const { method, path } of mountedRoutes(createApp(server.services))) {
      const taken = bodies.get(`${method} ${path}`);
      const address = path.replaceAll(/:\w+/g, "a".repeat(64));
      const rows: { headers: Headers; expected: number | undefined }[] = [];
      // A route without a body looks at no content type: two columns are enough to see that.
      for (const [host, ownHost] of hosts)
        for (const [origin, ownOrigin] of origins)
          for (const type of taken === undefined ? types.slice(1, 3) : types)
            for (const [credential, admitted] of credentials) {
              const media = type["Content-Type"];
              const expected = !ownHost
                ? 421
                : !ownOrigin(method !== "get")
                  ? 403
                  : !admitted
                    ? 401
                    : taken !== undefined && !taken.includes(media ?? "")
                      ? 415
                      : undefined;
              rows.push({ headers: { ...host, ...origin, ...type, ...credential }, expected });
            }
      combinations += rows.length;
      // Signing out ends the session that did: each of these rows has one of its own.
      if (path === "/api/v1/session" && method === "delete")
        for (const row of rows)
          if (row.expected === undefined && row.headers.Cookie === cookie)
            row.headers = { ...row.headers, Cookie: await newCookie() };
      const answers = await Promise.all(rows.map((row) => send(method, address, row.headers)));
      for (const [i, { status, code }] of answers.entries()) {
        const { expected, headers } = rows[i]!;
        const gate = [401, 403, 415, 421].includes(status);
        // Whoever gets in gets an answer of the route itself, and never a fault of the server.
        const right =
          expected === undefined
            ? !gate && (status < 500 || code === "runner_not_ready")
            : status === expected;
        if (!right && !(status === 503 && path === "/"))
          wrong.push({ method, path, headers, status, expected });
      }
    }
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(combinations).toBeGreaterThan(8000);
    // Nothing of all this was accepted.
    expect(server.services.repository.list({ limit: 10 }).runs).toEqual([]);
    expect(server.services.graphs.list("", { limit: 10 }).graphs).toEqual([]);
  });
});
