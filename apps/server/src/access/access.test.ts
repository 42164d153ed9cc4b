import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemOf } from "../../testing/client.ts";
import { startTestServer, type TestServer } from "../../testing/test-server.ts";

let server: TestServer;
let cookie: string;
beforeAll(async () => {
  server = await startTestServer();
  const exchanged = await fetch(server.url, { redirect: "manual" });
  cookie = exchanged.headers.get("set-cookie")?.split(";")[0] ?? "";
});
afterAll(() => server.end());

/** Sends bytes as they are: fetch would not let a test set Host. Resolves to the status. */
function raw(lines: readonly string[]): Promise<number> {
  const { hostname, port } = new URL(server.origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(`${lines.join("\r\n")}\r\n\r\n`));
    socket.once("data", (data) => {
      resolve(Number(data.toString().split(" ")[1]));
      socket.destroy();
    });
    socket.once("error", reject);
  });
}

describe("who may come in", () => {
  it("exchanges the printed token for a session's cookie and an address without it", async () => {
    const response = await fetch(server.url, { redirect: "manual" });
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("/");
    expect(response.headers.get("set-cookie")).toMatch(
      /^unclip-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; /,
    );
    const token = new URL(server.url).searchParams.get("token")!;
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(response.headers.get("set-cookie")).not.toContain(token);
    expect((await fetch(`${server.origin}/api/v1/health`, { headers: { cookie } })).status).toBe(200);
  });

  it("lets nobody in for a wrong token or cookie", async () => {
    const [name] = cookie.split("=");
    expect((await fetch(`${server.origin}/?token=${"x".repeat(43)}`, { redirect: "manual" })).status).toBe(
      401,
    );
    for (const headers of [
      { cookie: `${name}=x` },
      { authorization: "Bearer x" },
      { authorization: "Basic x" },
    ])
      expect((await fetch(`${server.origin}/api/v1/health`, { headers })).status).toBe(401);
  });

  it("answers two Hosts and two lengths with a refusal", async () => {
    const { host } = new URL(server.origin);
    expect(
      await raw(["GET /api/v1/health HTTP/1.1", `Host: ${host}`, "Host: evil.example", `Cookie: ${cookie}`]),
    ).toBeGreaterThanOrEqual(400);
    expect(
      await raw(["POST /api/v1/runs HTTP/1.1", `Host: ${host}`, "Content-Length: 1", "Content-Length: 2"]),
    ).toBe(400);
    // Whoever counts by the other of the two would see a second request in the body of the first.
    const both = ["Content-Length: 4", "Transfer-Encoding: chunked"];
    for (const lengths of [
      both,
      both.toReversed(),
      ["Transfer-Encoding: chunked, identity"],
      ["Content-Length: +1"],
    ])
      expect([
        lengths,
        await raw([
          "POST /api/v1/runs HTTP/1.1",
          `Host: ${host}`,
          `Cookie: ${cookie}`,
          "Content-Type: application/json",
          ...lengths,
        ]),
      ]).toEqual([lengths, 400]);
    expect(await raw([`GET /${"a".repeat(20_000)} HTTP/1.1`, `Host: ${host}`])).toBe(431);
  });

  it("sends the headers that isolate the page and say what may run in it", async () => {
    const { headers } = await server.api("/health");
    expect(headers.get("content-security-policy")).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("cross-origin-embedder-policy")).toBe("require-corp");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(headers.get("x-powered-by")).toBeNull();
  });

  it("answers unknown addresses and methods as problems", async () => {
    expect(await problemOf(await server.api("/nothing"))).toMatchObject({
      status: 404,
      code: "route_unknown",
    });
    const wrong = await server.api("/vocabulary", { method: "DELETE" });
    expect(wrong.headers.get("allow")).toBe("GET");
    expect(await problemOf(wrong)).toMatchObject({ status: 405, code: "method_unknown" });
  });

  it("keeps the token for a data folder in a file for its owner alone, and needs none when told so", async () => {
    const open = await startTestServer({ token: false });
    expect(open.url).toBe(`${open.origin}/`);
    expect((await fetch(`${open.origin}/api/v1/health`)).status).toBe(200);
    await open.end();
  });
});
