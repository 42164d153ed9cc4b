import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, cookiesOf, html, pairs, postForm as post } from "../../testing/as-browser.ts";
import { startTestServer, type TestServer } from "../../testing/test-server.ts";

const tokenOf = (server: TestServer) => new URL(server.url).searchParams.get("token") ?? "";

describe("below a base path", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ basePath: "/studio" });
  });
  afterAll(() => server.end());

  it("every address has it, whether the proxy strips it or not, and with and without a slash", async () => {
    const { pathname } = new URL(server.url);
    expect(pathname).toBe("/studio/");
    for (const prefix of ["/studio", ""]) {
      const link = await ask(server, "GET", `${prefix}/?a=1`, html);
      expect(link.headers.location).toBe("/studio/sign-in?next=%2Fstudio%2F%3Fa%3D1");
      const signedIn = await post(
        server,
        { token: tokenOf(server) },
        {},
        `${prefix}/sign-in?next=%2Fstudio%2F%3Fa%3D1`,
      );
      expect(signedIn.headers.location).toBe("/studio/?a=1");
      expect(cookiesOf(signedIn)[0]).toContain("; Path=/studio; ");
      const Cookie = pairs(signedIn)[0] ?? "";
      expect((await ask(server, "GET", `${prefix}/api/v1/health`, { Cookie })).status).toBe(200);
      const polled = await ask(server, "GET", `${prefix}/socket.io/?EIO=4&transport=polling`, { Cookie });
      expect([polled.status, polled.text[0]]).toEqual([200, "0"]);
    }
    const Cookie = pairs(await post(server, { token: tokenOf(server) }, {}, "/studio/sign-in"))[0] ?? "";
    const bare = await ask(server, "GET", "/studio?a=1", { Cookie });
    expect([bare.status, bare.headers.location]).toEqual([308, "/studio/?a=1"]);
    expect((await ask(server, "GET", "/studiox/api/v1/health", { Cookie })).status).toBe(404);
    expect((await ask(server, "GET", "/studio/studio/api/v1/health", { Cookie })).status).toBe(404);
    const exchanged = await ask(server, "GET", `/studio?token=${tokenOf(server)}`, html);
    expect([exchanged.status, exchanged.headers.location]).toEqual([303, "/studio/"]);
  });
});

describe("the printed address", () => {
  // Not every machine has IPv6, and only Linux has all of 127.0.0.0/8.
  const six = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === "::1"));
  const hosts = [
    ...["127.0.0.1", "localhost", "0.0.0.0"],
    ...(process.platform === "linux" ? ["127.0.0.2"] : []),
    ...(six ? ["::1", "::ffff:127.0.0.1", "::"] : []),
  ];
  it.each(hosts)("opens the server that listens on %s, and live connections too", async (host) => {
    const server = await startTestServer({ host });
    try {
      const answer = await fetch(server.url, { redirect: "manual" });
      expect([server.origin, answer.status]).toEqual([server.origin, 303]);
      const polled = await server.api("/../../socket.io/?EIO=4&transport=polling");
      expect(polled.status).toBe(200);
    } finally {
      await server.end();
    }
  });
});
