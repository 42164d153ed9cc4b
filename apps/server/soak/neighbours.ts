/** What a user who stores, pins and removes as fast as the limits allow does to the results and the waiting of another. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type RunRecord, type Usage, usageSchema } from "@unclip/protocol";
import { io } from "socket.io-client";
import { type Client, clientOf } from "../testing/client.ts";
import { faultGraph } from "../testing/fault-graph.ts";
import { startServerProcess } from "../testing/server-process.ts";
import { pause, percentile, spread, timed } from "./figures.ts";
import { startFlags } from "./start-flags.ts";

const requestsPerSecond = 20;
const runsPerSecond = 4;
/** Megabytes that each of the two may store. */
const share = 100;
/** Turns of being alone and being beside the other: the machine's own ups and downs meet both. */
const rounds = 4;
const most = 2;

/** Resolves when a run has ended, as a message says: asking again and again would count as requests. */
type Ended = (run: string) => Promise<void>;

interface Waiting {
  readonly requests: number[];
  readonly runs: number[];
}

/** What a user stores. Asks again while the user's requests of the last second are too many. */
async function usageOf(client: Client): Promise<Usage> {
  for (let tries = 0; tries < 20; tries++) {
    const found = usageSchema.safeParse(await client.get("/usage"));
    if (found.success) return found.data;
    await pause(500);
  }
  throw new Error("GET /usage gave no usage in 20 tries.");
}

/** Resolves to what went wrong, a sentence each. */
export async function measureNeighbours(data: string, seconds: number): Promise<string[]> {
  mkdirSync(data, { recursive: true });
  const tokens = { quiet: "q".repeat(40), hoarder: "h".repeat(40) };
  const users = join(data, "users.json");
  writeFileSync(
    users,
    JSON.stringify({ users: Object.entries(tokens).map(([name, token]) => ({ name, token })) }),
  );
  const args = ["--data", join(data, "data"), "--users", users, "--quota", `${2 * share}`, "--runners", "2"];
  const server = startServerProcess("testing/fault-main.ts", args, { node: startFlags() });
  const { origin } = new URL(await server.ready);
  const quiet = clientOf(`${origin}/?token=${tokens.quiet}`);
  const results = await makeResults(quiet);
  const { ended, close } = await listen(origin, tokens.quiet);
  const before = await usageOf(quiet);

  const hoarder = fork(
    new URL("../testing/hoarder-main.ts", import.meta.url),
    [`${origin}/?token=${tokens.hoarder}`],
    {
      execArgv: ["--conditions=@unclip/source"],
    },
  );
  const alone: Waiting = { requests: [], runs: [] };
  const beside: Waiting = { requests: [], runs: [] };
  let did: Record<string, number> = {};
  // So that what the hoarder stores has reached its bound before anything is measured.
  hoarder.send("go");
  await pause(1000 * seconds);
  for (let round = 0; round < rounds; round++) {
    did = await rest(hoarder);
    await drained(quiet);
    await wait(quiet, ended, alone, seconds / 2, `alone ${round}`);
    hoarder.send("go");
    await pause(1000);
    await wait(quiet, ended, beside, seconds / 2, `beside ${round}`);
  }
  did = await rest(hoarder);
  await drained(quiet);
  const his = await usageOf(clientOf(`${origin}/?token=${tokens.hoarder}`));
  const faults = [...tell("requests", alone, beside), ...tell("runs", alone, beside)];
  const size = (name: string) => (statSync(join(data, "data", name)).size / 1e6).toFixed(0);
  console.log(
    `the hoarder: ${did.requests} requests, ${did.stored} things of ${did.megabytes?.toFixed(0)} MB stored, ${did.removed} removed, ${did.refused} refused; ` +
      `stores ${(his.used / 1e6).toFixed(1)} of ${share} MB; the database is ${size("unclip.db")} MB, its log ${size("unclip.db-wal")} MB`,
  );
  if (his.used > share * 1e6 * 1.05)
    faults.push(`The hoarder stores ${his.used} bytes, more than the quota.`);
  faults.push(...(await changed(quiet, results, before)));
  close();
  hoarder.disconnect();
  server.child.kill("SIGKILL");
  await server.exit;
  return faults;
}

/** Half of what the quiet user may store, and a graph whose result is cached. */
async function makeResults(quiet: Client): Promise<string[]> {
  const runs: string[] = [];
  for (let i = 0; i < share / 2; i++) {
    const run = await quiet.submit(faultGraph("spill", { megabytes: 1, milliseconds: 0 }, `quiet ${i}`));
    await quiet.ended(run);
    runs.push(run);
  }
  await runCached(quiet);
  return runs;
}

/** Two at once, so that both runners know the result. Resolves to how many nodes they computed. */
async function runCached(quiet: Client): Promise<number> {
  const graph = faultGraph("wait", { milliseconds: 500 }, "known");
  const ends = await Promise.all(
    [1, 2].map(async () => {
      const run = await quiet.submit(graph);
      await quiet.ended(run);
      const end = (await quiet.events(run)).at(-1);
      return end?.event === "run-finished" ? end.computed : Number.NaN;
    }),
  );
  return ends.reduce((sum, computed) => sum + computed, 0);
}

/** Resolves when nothing waits or runs any more, of anybody, and the last requests have been answered. */
async function drained(quiet: Client): Promise<void> {
  for (let idle = 0; idle < 3; ) {
    await pause(500);
    const { queued, running } = await quiet.get("/health");
    idle = queued + running === 0 ? idle + 1 : 0;
  }
}

async function listen(origin: string, token: string): Promise<{ ended: Ended; close(): void }> {
  const extraHeaders = { authorization: `Bearer ${token}` };
  const socket = io(origin, { transports: ["websocket"], forceNew: true, extraHeaders });
  const over = new Set<string>();
  const waiting = new Map<string, () => void>();
  socket.on("run", ({ id, finishedAt }: RunRecord) => {
    if (finishedAt === null) return;
    over.add(id);
    waiting.get(id)?.();
  });
  await new Promise((resolve) => socket.once("connect", () => resolve(undefined)));
  const ended: Ended = (run) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.set(run, resolve);
    if (over.has(run)) resolve();
    return promise;
  };
  return { ended, close: () => void socket.disconnect() };
}

async function rest(hoarder: ChildProcess): Promise<Record<string, number>> {
  const told = once(hoarder, "message");
  hoarder.send("rest");
  return (await told)[0] as Record<string, number>;
}

/** The quiet user looks at the history, and runs a graph of 50 ms now and then, whether or not answers have come. */
async function wait(
  quiet: Client,
  ended: Ended,
  times: Waiting,
  seconds: number,
  round: string,
): Promise<void> {
  const waiting: Promise<unknown>[] = [];
  const start = performance.now();
  for (let i = 0; i < requestsPerSecond * seconds; i++) {
    await pause(Math.max(0, start + (i * 1000) / requestsPerSecond - performance.now()));
    const look = async () => (await quiet.api("/runs?limit=50")).arrayBuffer();
    waiting.push(timed(look).then(([, milliseconds]) => times.requests.push(milliseconds)));
    if (i % (requestsPerSecond / runsPerSecond) !== 0) continue;
    const run = async () =>
      ended(await quiet.submit(faultGraph("wait", { milliseconds: 50 }, `${round} ${i}`)));
    waiting.push(timed(run).then(([, milliseconds]) => times.runs.push(milliseconds)));
  }
  await Promise.all(waiting);
}

function tell(what: keyof Waiting, alone: Waiting, beside: Waiting): string[] {
  const times = percentile(beside[what], 0.99) / percentile(alone[what], 0.99);
  console.log(
    `${what} of a quiet user: ${spread(alone[what])}; beside a hoarder ${spread(beside[what])} (p99 × ${times.toFixed(1)}; ${alone[what].length} and ${beside[what].length} of them)`,
  );
  return times > most
    ? [`The 99th percentile of ${what} is ${times.toFixed(1)} times as long beside a hoarder.`]
    : [];
}

/** What the hoarder changed of the quiet user's results. */
async function changed(quiet: Client, results: readonly string[], before: Usage): Promise<string[]> {
  const faults: string[] = [];
  for (const run of results) {
    const record = await quiet.get(`/runs/${run}`);
    if (record.status !== "done" || record.released === true)
      faults.push(`The quiet user's run ${run} is ${JSON.stringify(record)}.`);
  }
  const { pictures } = await usageOf(quiet);
  if (pictures.bytes !== before.pictures.bytes)
    faults.push(`The quiet user's pictures take ${pictures.bytes} bytes, not ${before.pictures.bytes}.`);
  const reused = (await runCached(quiet)) === 0;
  if (!reused) faults.push("What the quiet user had computed was evicted.");
  if (faults.length === 0)
    console.log(`all ${results.length} results of the quiet user are there, and the cached one is reused`);
  return faults;
}
