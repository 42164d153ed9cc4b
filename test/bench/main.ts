/**
 * `npm run bench`: medians of several runs in this process, as ratios where the machine's speed would lie, printed and
 * written to docs/bench.md. Nothing is gated on these figures.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { root } from "../machine.ts";
import { engineScale } from "./engine-scale.ts";
import { inBrowser } from "./in-browser.ts";
import { textToPicture } from "./text-to-picture.ts";

/** One line of the table. */
export interface Figure {
  readonly what: string;
  readonly value: string;
  readonly aim: string;
}

const figures: Figure[] = [...(await textToPicture()), ...(await inBrowser()), ...(await engineScale())];
const table = [
  "| what | measured | aim |",
  "|---|---|---|",
  ...figures.map(({ what, value, aim }) => `| ${what} | ${value} | ${aim} |`),
].join("\n");
const machine = `${cpus().length} cores, ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.versions.node}`;
console.log(`${machine}\n\n${table}`);
await mkdir(join(root, "docs"), { recursive: true });
await writeFile(
  join(root, "docs", "bench.md"),
  `# Measured\n\nWritten by \`npm run bench\` on ${machine}. Medians; machines differ, so read them as ratios.\n\n${table}\n`,
);
process.exit(0);
