/** Mixed traffic for minutes while runners are killed: does anything grow, is anything lost? */
import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { clientOf } from "../testing/client.ts";
import { faultGraph } from "../testing/fault-graph.ts";
import { startServerProcess } from "../testing/server-process.ts";
import { pause } from "./figures.ts";

const perSecond = 5;
const killEvery = 30_000;

export async function endure(data: string, minutes: number): Promise<void> {
  const server = startServerProcess("testing/fault-main.ts", ["--data", data, "--runners", "2"]);
  const client = clientOf(await server.ready);
  const pid = server.child.pid!;
  const runs: string[] = [];
  const until = performance.now() + minutes * 60_000;
  let lastKill = performance.now();
  let lastReport = 0;
  for (let i = 0; performance.now() < until; i++) {
    const run = await client.submit(faultGraph("wait", { milliseconds: 50 + (i % 200) }, `${i}`));
    runs.push(run);
    if (i % 10 === 3) await client.api(`/runs/${run}`, { method: "DELETE" });
    if (i % 7 === 0) await client.get("/runs?limit=20");
    if (performance.now() - lastKill > killEvery) {
      lastKill = performance.now();
      const [runner] = execFileSync("pgrep", ["-P", String(pid)])
        .toString()
        .split("\n");
      process.kill(Number(runner), "SIGKILL");
    }
    if (performance.now() - lastReport > 30_000) {
      lastReport = performance.now();
      report(pid, data);
    }
    await pause(1000 / perSecond);
  }
  const ends: Record<string, number> = {};
  for (const run of runs) {
    const { status } = await client.ended(run);
    ends[status] = (ends[status] ?? 0) + 1;
  }
  report(pid, data);
  console.log(`${runs.length} runs accepted in ${minutes} minutes, every one ended: ${JSON.stringify(ends)}`);
  server.child.kill("SIGTERM");
  console.log(`stopped with exit code ${await server.exit}`);
}

function report(pid: number, data: string): void {
  const rss = Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)])) / 1000;
  const handles = readdirSync(`/proc/${pid}/fd`).length;
  const wal = statSync(join(data, "unclip.db-wal")).size / 1e6;
  console.log(`memory ${rss.toFixed(0)} MB, ${handles} open files, WAL ${wal.toFixed(1)} MB`);
}
