import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../../testing/test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({}, { limits: { headersTime: 8000, requestTime: 10_000 } });
});
afterAll(() => server.end());

it("answers while 500 clients send their requests a byte at a time, and lets none of them stay", async () => {
  const { host, hostname, port, searchParams } = new URL(server.url);
  const head = `POST /api/v1/runs HTTP/1.1\r\nHost: ${host}\r\n`;
  const token = `Authorization: Bearer ${searchParams.get("token")}\r\n`;
  const body = `${head}${token}Content-Type: application/json\r\nContent-Length: 900000\r\n\r\n{`;
  let open = 0;
  const sockets: Socket[] = [];
  for (let i = 0; i < 500; i++) {
    const socket = connect(Number(port), hostname);
    await new Promise((resolve) => socket.once("connect", resolve));
    open++;
    socket.once("close", () => open--);
    socket.on("error", () => {});
    socket.resume();
    // Half never end their headers, half their body.
    socket.write(i % 2 === 0 ? head : body);
    sockets.push(socket);
  }
  const drip = setInterval(() => {
    for (const [i, socket] of sockets.entries()) if (socket.writable) socket.write(i % 2 === 0 ? "X" : " ");
  }, 500);
  expect(open).toBe(500);
  for (let i = 0; i < 20; i++) expect((await server.api("/health")).status).toBe(200);
  // All were answered while the others still held on.
  expect(open).toBe(500);
  await expect.poll(() => open, { timeout: 120_000 }).toBe(0);
  clearInterval(drip);
  expect(server.services.repository.count()).toEqual({ queued: 0, running: 0 });
});
