import { once } from "node:events";
import { Agent, request } from "node:http";
import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startTestServer, type TestServer } from "../../testing/test-server.ts";

const most = 6;
let server: TestServer;
let log: ReturnType<typeof vi.spyOn>;
/** One connection that is kept and used again. */
let agent: Agent;
const idle: Socket[] = [];
beforeEach(async () => {
  log = vi.spyOn(console, "error").mockImplementation(() => {});
  server = await startTestServer({ connections: most });
  agent = new Agent({ keepAlive: true, maxSockets: 1 });
});
afterEach(async () => {
  agent.destroy();
  for (const socket of idle.splice(0)) socket.destroy();
  await server.end();
  log.mockRestore();
});

/** Asks over the connection that is kept; resolves to the status and the port that it came from. */
function ask(): Promise<[status: number | undefined, from: number | undefined]> {
  const { origin, searchParams } = new URL(server.url);
  const headers = { authorization: `Bearer ${searchParams.get("token")}` };
  return new Promise((resolve, reject) => {
    const sent = request(`${origin}/api/v1/health`, { agent, headers }, (response) => {
      const from = response.socket.localPort;
      response.resume().once("end", () => resolve([response.statusCode, from]));
    });
    sent.once("error", reject).end();
  });
}
/** Opens a connection and says nothing; resolves to whether the server closed it, unanswered, at once. */
async function knock(): Promise<boolean> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  idle.push(socket);
  let heard = 0;
  socket.on("error", () => {});
  socket.on("data", (bytes) => (heard += bytes.length));
  await once(socket, "connect");
  const closed = once(socket, "close").then(() => heard === 0);
  // What is let in is answered; of what is not, no request is read.
  const answered = once(socket, "data").then(() => false);
  socket.write(`GET /api/v1/health HTTP/1.1\r\nHost: ${new URL(server.url).host}\r\n\r\n`);
  return Promise.race([closed, answered]);
}

it("refuses one connection more than it may have, answers those it has, and takes others when some have gone", async () => {
  const [status, from] = await ask();
  expect(status).toBe(200);
  for (let i = 1; i < most; i++) expect(await knock()).toBe(false);
  for (let i = 0; i < 3; i++) expect(await knock()).toBe(true);
  // Said once, not for each.
  const refusals = log.mock.calls.filter(([line]: unknown[]) => String(line).includes("--connections"));
  expect(refusals).toEqual([[expect.stringMatching(/^A connection was refused: 6 are open/)]]);
  expect(await ask()).toEqual([200, from]);
  idle[0]!.destroy();
  await expect.poll(knock, { timeout: 60_000 }).toBe(false);
});
