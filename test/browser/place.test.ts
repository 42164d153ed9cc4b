/** Where a run is carried out is a choice of the person: the same document on the server and in this browser. */
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Studio, startStudio } from "../studio.ts";
import { slownessOf } from "./slowness.ts";

let studio: Studio;
let page: Page;
const asked: string[] = [];

beforeAll(async () => {
  studio = await startStudio();
  page = await studio.open();
  page.context().on("request", (request) => asked.push(new URL(request.url()).pathname));
});
afterAll(() => studio?.close());

const place = (on = page) => on.getByRole("button", { name: /^Where it runs/ });
const packFiles = () => asked.filter((path) => /^\/api\/v1\/packs\/.*\.(onnx|bin)$/.test(path));

async function choose(name: "Server" | "This browser", on = page): Promise<void> {
  await place(on).click();
  await on.getByRole("radio", { name }).check();
  await on.keyboard.press("Escape");
}

/** Runs to the end and gives the picture that a node shows, as bytes and as its address. */
async function run(node: string, on = page): Promise<{ bytes: Buffer; address: string }> {
  await on.getByRole("button", { name: /^Run( \d+ nodes?)?$/ }).click();
  await expect.poll(() => on.locator("output").first().textContent(), { timeout: 400_000 }).toMatch(/^Done/);
  const card = on.getByRole("group", { name: `Node ${node}`, exact: true });
  const found = await card
    .locator("img")
    .first()
    .evaluate(async (img: HTMLImageElement) => {
      const bytes = new Uint8Array(await (await fetch(img.src)).arrayBuffer());
      return { address: img.src, bytes: [...bytes] };
    });
  return { address: found.address, bytes: Buffer.from(found.bytes) };
}

/** Mean absolute difference of two pictures, in levels of 255. */
async function difference(a: Buffer, b: Buffer): Promise<number> {
  const [x, y] = await Promise.all([a, b].map((bytes) => sharp(bytes).flatten().raw().toBuffer()));
  expect(x!.length).toBe(y!.length);
  return x!.reduce((sum, value, i) => sum + Math.abs(value - y![i]!), 0) / x!.length;
}

test("it says what computes here and why nothing better does, before anything is downloaded", async () => {
  await choose("This browser");
  await expect
    .poll(() => place().textContent())
    .toMatch(/This browser · (WebGPU|WebAssembly, \d+ threads?)$/);
  await place().click();
  const panel = page.getByRole("dialog", { name: "Where it runs" });
  await panel
    .getByText(/No WebGPU|WebGPU/)
    .first()
    .waitFor();
  await panel.getByText(/0\.0 of \d+\.\d MB stored/).waitFor();
  await page.keyboard.press("Escape");
  expect(packFiles()).toEqual([]);
});

test("few steps are offered as an edit of the document that is undone in one step", async () => {
  const steps = (node: string) =>
    page.getByRole("spinbutton", { name: `Steps of ${node}`, exact: true }).getAttribute("aria-valuenow");
  await place().click();
  await page.getByRole("dialog").getByRole("button", { name: "Quick preview: few steps" }).click();
  await page.keyboard.press("Escape");
  expect([await steps("prior"), await steps("decode")]).toEqual(["4", "8"]);
  await page.getByRole("button", { name: "Undo" }).click();
  expect([await steps("prior"), await steps("decode")]).toEqual(["15", "20"]);
  await page.getByRole("button", { name: "Redo" }).click();
  expect(await steps("decode")).toBe("8");
});

test("the picture of this browser is the server's, and the page stays free while it is made", async () => {
  const browser = page.context().browser()!;
  await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline"] });
  const began = performance.now();
  const here = await run("large");
  const seconds = (performance.now() - began) / 1000;
  const longest = longestTask(JSON.parse((await browser.stopTracing()).toString()));
  expect(here.address).toMatch(/^blob:/);
  expect(asked.filter((path) => path === "/api/v1/runs")).toEqual([]);
  await choose("Server");
  const there = await run("large");
  expect(there.address).toContain("/api/v1/assets/");
  const levels = await difference(here.bytes, there.bytes);
  console.log(
    `first picture in the browser, all downloads included: ${seconds.toFixed(1)} s; from the server's ${levels.toFixed(4)} / 255; the page's longest task ${longest.toFixed(1)} ms of CPU`,
  );
  expect(levels).toBeLessThanOrEqual(1);
  expect(longest).toBeLessThanOrEqual(50 * (await slownessOf(page)));
});

test("a second tab downloads nothing again, remembers the place, and what is stored can be removed", async () => {
  const files = packFiles();
  expect(files.length).toBeGreaterThan(0);
  expect(new Set(files).size).toBe(files.length);
  await choose("This browser");
  const second = await page.context().newPage();
  await second.goto(new URL(studio.address).origin);
  await second.getByRole("group", { name: "Node caption" }).waitFor();
  await expect.poll(() => place(second).textContent()).toContain("This browser");
  await run("picture", second);
  expect(packFiles()).toEqual(files);
  await place(second).click();
  const panel = second.getByRole("dialog", { name: "Where it runs" });
  await panel.getByRole("button", { name: "Remove: Emoji" }).click();
  await panel.getByText(/^Emoji: 0\.0 of /).waitFor();
  await panel.getByRole("button", { name: "Download: Emoji" }).click();
  await panel.getByText(/^Emoji: (\d+\.\d) of \1 MB stored$/).waitFor();
  await second.close();
});

test("a pack too large for a browser is refused with the numbers, before a byte of it is downloaded", async () => {
  const other = await studio.open();
  await other.route("**/packs/emoji/model.json", async (route) => {
    const manifest = await (await route.fetch()).json();
    manifest.files["decoder.onnx"].bytes = 3e9;
    await route.fulfill({ json: manifest });
  });
  const files: string[] = [];
  other.context().on("request", (request) => files.push(new URL(request.url()).pathname));
  await choose("This browser", other);
  const refusal = /The model pack "emoji" has 30\d\d\.\d MB, expected at most 2147\.5 MB in a browser/;
  await place(other).click();
  await other.getByRole("dialog", { name: "Where it runs" }).getByText(refusal).waitFor();
  await other.keyboard.press("Escape");
  await other.getByRole("button", { name: /^Run( \d+ nodes?)?$/ }).click();
  await other.getByRole("main").getByRole("alert").getByText(refusal).waitFor();
  expect(files.filter((path) => /\.(onnx|bin)$/.test(path))).toEqual([]);
  await other.close();
});

test("nothing was written to the console as an error", () => {
  expect(studio.errors).toEqual([]);
});

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds of CPU. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** CPU milliseconds of the longest task on a page's main thread: wall time would tell how busy the machine is. */
function longestTask({ traceEvents }: { traceEvents: readonly TraceEvent[] }): number {
  const pages = new Set(
    traceEvents.flatMap(({ name, pid, tid, args }) =>
      name === "thread_name" && args?.name === "CrRendererMain" ? [`${pid} ${tid}`] : [],
    ),
  );
  const tasks = traceEvents.filter(
    ({ name, pid, tid }) => /RunTask$/.test(name) && pages.has(`${pid} ${tid}`),
  );
  expect(tasks.length).toBeGreaterThan(100);
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}
