/** How fast the disk below a folder takes a promise: whatever the server does, no accepted run can be faster. */
import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { pause, spread } from "./figures.ts";

/** Writes a page and flushes it, a hundred times a second. */
export async function measureDisk(folder: string, seconds: number): Promise<void> {
  const file = openSync(join(folder, "disk"), "w");
  const page = Buffer.alloc(8192, 1);
  const times: number[] = [];
  for (let i = 0; i < 100 * seconds; i++) {
    const start = performance.now();
    writeSync(file, page);
    fdatasyncSync(file);
    times.push(performance.now() - start);
    await pause(10);
  }
  closeSync(file);
  console.log(`the disk alone, a page written and flushed 100 times a second: ${spread(times)}`);
}
