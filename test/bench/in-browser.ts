import { mkdtempSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { createNodeHost } from "@unclip/host/node";
import { buildPage, openBrowser, openPage, serveFolders } from "../hosts/browser.ts";
import { timeOne } from "../hosts/measure.ts";
import { root } from "../machine.ts";
import type { Figure } from "./main.ts";
import { median } from "./median.ts";

const runs = 7;

/** Caption → 256×256 in Chromium on WebAssembly and on node, in turns, so that what else the machine does slows both. */
export async function inBrowser(): Promise<Figure[]> {
  const served = await serveFolders([await buildPage(), root]);
  const browser = await openBrowser();
  const figures: Figure[] = [];
  for (const threads of new Set([1, Math.min(4, cpus().length)])) {
    const page = await openPage(browser, served.address);
    await page.call("start", `${served.address}/models`, { threads });
    const data = mkdtempSync(join(tmpdir(), "unclip-bench-"));
    const node = createNodeHost({ models: join(root, "models"), data, threads });
    const here: number[] = [];
    const there: number[] = [];
    // The first two load the models, and let the browser compile what is hot.
    for (let run = -2; run < runs; run++) {
      const pair = [await timeOne(node, "emoji", run + 2), Number(await page.call("time", "emoji", run + 2))];
      if (run < 0) continue;
      here.push(pair[0] ?? 0);
      there.push(pair[1] ?? 0);
    }
    const each = there.map((ms, i) => ms / (here[i] ?? 1));
    const least = Math.min(...there) / Math.min(...here);
    figures.push({
      what: `caption → 256×256 in the browser (WebAssembly) ÷ node, ${threads} ${threads === 1 ? "thread" : "threads"} each`,
      value: `× ${median(each).toFixed(2)} (${median(there).toFixed(0)} ÷ ${median(here).toFixed(0)} ms; quickest runs × ${least.toFixed(2)})`,
      aim: "≤ 4",
    });
    await page.page.close();
    await node.sessions.release();
  }
  await browser.close();
  served.close();
  return figures;
}
