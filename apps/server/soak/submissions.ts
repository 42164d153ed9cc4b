/** How many runs a server accepts, how fast it cancels, and how it starts again with all of them. */
import { clientOf } from "../testing/client.ts";
import { faultGraph } from "../testing/fault-graph.ts";
import { startServerProcess } from "../testing/server-process.ts";
import { pause, spread, timed } from "./figures.ts";

const long = faultGraph("wait", { milliseconds: 60_000 });

/** Submits as fast as answers come, then at a fixed rate, fills the queue, kills the server and starts it again. */
export async function measureSubmissions(data: string, seconds: number): Promise<void> {
  const server = startServerProcess("testing/fault-main.ts", ["--data", data]);
  const client = clientOf(await server.ready);
  await client.get("/vocabulary");
  const accepted = await closedLoop(client, seconds);
  console.log(`submissions: ${Math.round(accepted / seconds)} a second accepted by 32 clients at once`);
  console.log(`submissions at 100 a second: ${spread(await openLoop(client, seconds))}`);

  let filled = accepted + 100 * seconds;
  await fill(client, () => filled++);
  // One more runs while 10,000 wait.
  const { queued } = await client.get("/health");
  console.log(`the queue refuses more at ${queued} waiting runs (${filled} accepted)`);
  server.child.kill("SIGKILL");
  await server.exit;
  const [again, ready] = await timed(async () => {
    const next = startServerProcess("testing/fault-main.ts", ["--data", data]);
    await next.ready;
    return next;
  });
  const after = await clientOf(await again.ready).get("/health");
  console.log(
    `restart with ${after.queued + after.running} of ${queued + 1} open runs: ready in ${Math.round(ready)} ms`,
  );
  again.child.kill("SIGKILL");
  await again.exit;
}

type Client = ReturnType<typeof clientOf>;

async function closedLoop(client: Client, seconds: number): Promise<number> {
  const until = performance.now() + seconds * 1000;
  let accepted = 0;
  const one = async () => {
    while (performance.now() < until && accepted < 8000)
      if ((await client.post(long)).status === 202) accepted++;
  };
  await Promise.all(Array.from({ length: 32 }, one));
  return accepted;
}

/** At a fixed rate, whether or not answers have come: a slow answer does not make the load lighter. */
async function openLoop(client: Client, seconds: number): Promise<number[]> {
  const requests: Promise<number>[] = [];
  const start = performance.now();
  for (let i = 0; i < 100 * seconds; i++) {
    await pause(Math.max(0, start + i * 10 - performance.now()));
    requests.push(timed(() => client.post(long)).then(([, milliseconds]) => milliseconds));
  }
  return Promise.all(requests);
}

async function fill(client: Client, count: () => void): Promise<void> {
  let full = false;
  const one = async () => {
    while (!full) {
      const { status } = await client.post(long);
      if (status === 429) full = true;
      else if (status === 202) count();
    }
  };
  await Promise.all(Array.from({ length: 16 }, one));
}

/** Cancels runs at random moments; every tenth holds its process and has to be killed. */
export async function measureCancels(data: string, count: number): Promise<void> {
  const server = startServerProcess("testing/fault-main.ts", ["--data", data, "--runners", "2"]);
  const client = clientOf(await server.ready);
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const run = await client.submit(
      faultGraph(i % 10 === 0 ? "block" : "wait", { milliseconds: 60_000 }, `${i}`),
    );
    await pause(Math.random() * 100);
    const [, milliseconds] = await timed(async () => {
      await client.api(`/runs/${run}`, { method: "DELETE" });
      await client.ended(run);
    });
    times.push(milliseconds);
  }
  console.log(`${count} cancels to the end of the run, every tenth by a kill: ${spread(times)}`);
  server.child.kill("SIGKILL");
  await server.exit;
}
