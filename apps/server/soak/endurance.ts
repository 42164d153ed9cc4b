/** Mixed traffic for minutes while runners are killed: does anything grow, is anything lost? */
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { startServerProcess } from "../testing/server-process.ts";
import { pause } from "./figures.ts";
import { startFlags } from "./start-flags.ts";
import { Traffic } from "./traffic.ts";
import { Vitals } from "./vitals.ts";

const requestsPerSecond = 50;
const socketsAtOnce = 200;
const socketsPerSecond = 5;
const killEvery = 30_000;
const sampleEvery = 5_000;

/** Resolves to what went wrong, a sentence each; to none when all is flat, nothing is lost and nothing failed. */
export async function endure(data: string, minutes: number): Promise<string[]> {
  const args = ["--data", data, "--runners", "2"];
  const server = startServerProcess("testing/fault-main.ts", args, { node: startFlags() });
  const traffic = new Traffic(await server.ready);
  const pid = server.child.pid!;
  const vitals = new Vitals(pid, data);
  let kills = 0;
  const jobs = [
    every(1000 / socketsPerSecond, () => traffic.churn(socketsAtOnce)),
    every(sampleEvery, () => vitals.take()),
    every(30_000, () => console.log(vitals.take())),
    every(killEvery, () => {
      if (killRunner(pid)) kills++;
    }),
  ];
  const start = performance.now();
  for (let i = 0; performance.now() - start < minutes * 60_000; i++) {
    await pause(Math.max(0, start + (i * 1000) / requestsPerSecond - performance.now()));
    void traffic.request(i);
  }
  for (const job of jobs) clearInterval(job);
  const ends = await traffic.ends();
  console.log(
    `${traffic.requests} requests and ${kills} kills of runners in ${minutes} minutes; ${traffic.runs.length} runs accepted, every one ended: ${JSON.stringify(ends)}`,
  );
  traffic.close();
  const faults = [...vitals.faults(), ...explain(traffic.faults), ...failures(ends, kills)];
  server.child.kill("SIGTERM");
  const code = await server.exit;
  if (code !== 0) faults.push(`The server stopped with exit code ${code}.`);
  const drafts = readdirSync(join(data, "assets"), { recursive: true }).filter((f) =>
    String(f).endsWith(".tmp"),
  );
  if (drafts.length > 0) faults.push(`${drafts.length} half-written files are left.`);
  if (kills === 0) faults.push("No runner was killed, so nothing was shown of that.");
  return faults;
}

function every(milliseconds: number, work: () => void): NodeJS.Timeout {
  return setInterval(work, milliseconds);
}

function killRunner(server: number): boolean {
  const [runner] = execFileSync("pgrep", ["-P", String(server), "-f", "fault-runner"])
    .toString()
    .split("\n");
  return runner !== undefined && runner !== "" && process.kill(Number(runner), "SIGKILL");
}

/** A run whose process was killed is tried again, so that one kill fails none. */
function failures(ends: Readonly<Record<string, number>>, kills: number): string[] {
  const failed = Object.entries(ends).filter(([end]) => end.startsWith("failed"));
  return failed.map(([end, count]) => `${count} of the runs ${end} (${kills} runners were killed).`);
}

function explain(faults: readonly string[]): string[] {
  return faults.length === 0
    ? []
    : [`${faults.length} requests failed on the server, the first: ${faults[0]}`];
}
