/**
 * `npm run soak [-- --minutes N] [--only submissions|cancels|history|sockets|flood|neighbours|endurance]`: what the server carries, on
 * node types that take no computing. Figures are printed with the machine's load and the disk's own speed, since both
 * are in them. It ends with 1 when one user changed the results or the waiting of another, and with `--minutes` when
 * something grew, was lost or failed.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureDisk } from "./disk.ts";
import { endure } from "./endurance.ts";
import { measureFlood } from "./flood.ts";
import { measureHistory } from "./history.ts";
import { measureNeighbours } from "./neighbours.ts";
import { measureSockets } from "./sockets.ts";
import { measureCancels, measureSubmissions } from "./submissions.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "0" },
    seconds: { type: "string", default: "10" },
    only: { type: "string" },
  },
});
const seconds = Number(values.seconds);
const minutes = Number(values.minutes);
const only = values.only;
const wanted = (name: string) => only === undefined || only === name;
const folder = mkdtempSync(join(tmpdir(), "unclip-soak-"));
console.log(`${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(2)} before the first measurement`);
if (wanted("submissions")) {
  await measureDisk(folder, seconds / 2);
  await measureSubmissions(join(folder, "submissions"), seconds);
}
if (wanted("cancels")) await measureCancels(join(folder, "cancels"), 100);
if (wanted("history")) await measureHistory(join(folder, "history"), 100_000);
if (wanted("sockets")) await measureSockets(2000, 2000, seconds);
if (wanted("flood")) await measureFlood(join(folder, "flood"), seconds);
const faults = wanted("neighbours") ? await measureNeighbours(join(folder, "neighbours"), seconds) : [];
const endurance = minutes > 0 && wanted("endurance") ? await endure(join(folder, "endurance"), minutes) : [];
if (minutes > 0 && endurance.length === 0)
  console.log("✓ memory, open files and WAL are flat, and nothing was lost");
faults.push(...endurance);
for (const fault of faults) console.error(`✗ ${fault}`);
rmSync(folder, { recursive: true, force: true });
process.exit(faults.length === 0 ? 0 : 1);
