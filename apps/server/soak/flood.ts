/** What one user's flood does to another's waiting. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { io, type Socket } from "socket.io-client";
import { clientOf } from "../testing/client.ts";
import { startServerProcess } from "../testing/server-process.ts";
import { pause, percentile, spread, timed } from "./figures.ts";

const perSecond = 20;

/** A quiet user's requests and messages, alone and beside a user who floods the server from a process of its own. */
export async function measureFlood(data: string, seconds: number): Promise<void> {
  mkdirSync(data, { recursive: true });
  const tokens = { quiet: "q".repeat(40), loud: "l".repeat(40) };
  const users = Object.entries(tokens).map(([name, token]) => ({ name, token }));
  const file = join(data, "users.json");
  writeFileSync(file, JSON.stringify({ users }));
  const server = startServerProcess("testing/fault-main.ts", ["--data", data, "--users", file]);
  const { origin } = new URL(await server.ready);
  const quiet = await connect(origin, tokens.quiet);
  const before = await listen(origin, tokens.quiet, quiet, seconds);
  const flood = fork(
    new URL("../testing/flood-main.ts", import.meta.url),
    [`${origin}/?token=${tokens.loud}`],
    {
      execArgv: ["--conditions=@unclip/source"],
    },
  );
  // It has to start, and to spend what a burst may take.
  await pause(3000);
  const during = await listen(origin, tokens.quiet, quiet, seconds);
  flood.send("stop");
  const [sent] = (await once(flood, "message")) as [Record<string, number>];
  for (const what of ["requests", "messages"] as const) {
    const times = percentile(during[what], 0.99) / percentile(before[what], 0.99);
    console.log(
      `${what} of a quiet user: ${spread(before[what])}; beside a flood ${spread(during[what])} (p99 × ${times.toFixed(1)})`,
    );
  }
  console.log(
    `the flood: ${sent.requests} requests and ${sent.refused} refusals of requests and sockets; ${sent.messages} messages on sockets that were closed ${sent.closed} times`,
  );
  quiet.disconnect();
  server.child.kill("SIGKILL");
  await server.exit;
}

async function connect(origin: string, token: string): Promise<Socket> {
  const extraHeaders = { authorization: `Bearer ${token}` };
  const socket = io(origin, { transports: ["websocket"], forceNew: true, extraHeaders });
  await new Promise((resolve) => socket.once("connect", () => resolve(undefined)));
  return socket;
}

/** Times of requests, and of messages until their acknowledgement, at a rate that a user may have. */
async function listen(origin: string, token: string, socket: Socket, seconds: number) {
  const client = clientOf(`${origin}/?token=${token}`);
  const [requests, messages]: Promise<number>[][] = [[], []];
  const start = performance.now();
  for (let i = 0; i < perSecond * seconds; i++) {
    await pause(Math.max(0, start + (i * 1000) / perSecond - performance.now()));
    const answer = async () => (await client.api("/runs?limit=50")).arrayBuffer();
    requests!.push(timed(answer).then(([, milliseconds]) => milliseconds));
    // A socket may send 50 messages in ten seconds.
    if (i % (perSecond / 4) !== 0) continue;
    const acknowledged = () => socket.emitWithAck("unsubscribe", { run: "nobody00" });
    messages!.push(timed(acknowledged).then(([, milliseconds]) => milliseconds));
  }
  return { requests: await Promise.all(requests!), messages: await Promise.all(messages!) };
}
