/**
 * `npm run soak [-- --minutes N]`: what the server carries, on node types that take no computing. Figures are printed
 * with the machine's load, since whatever else runs on it is in them.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { endure } from "./endurance.ts";
import { measureHistory } from "./history.ts";
import { measureSockets } from "./sockets.ts";
import { measureCancels, measureSubmissions } from "./submissions.ts";

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "0" }, seconds: { type: "string", default: "10" } },
});
const seconds = Number(values.seconds);
const folder = mkdtempSync(join(tmpdir(), "unclip-soak-"));
console.log(`${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(2)} before the first measurement`);
await measureSubmissions(join(folder, "submissions"), seconds);
await measureCancels(join(folder, "cancels"), 100);
await measureHistory(join(folder, "history"), 100_000);
await measureSockets(2000, 2000, seconds);
if (Number(values.minutes) > 0) await endure(join(folder, "endurance"), Number(values.minutes));
rmSync(folder, { recursive: true, force: true });
