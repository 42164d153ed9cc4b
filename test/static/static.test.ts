/** The static build on plain file servers with no API behind them, in a real Chromium. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { command } from "../browser/steps.ts";
import { openBrowser, type Served, serveFolders } from "../hosts/browser.ts";
import { root } from "../machine.ts";

const served: Served[] = [];
let browser: BrowserContext;
const errors: string[] = [];

async function serve(isolated: boolean): Promise<string> {
  const one = await serveFolders([join(root, "dist-static")], isolated);
  served.push(one);
  return one.address;
}

async function open(address: string): Promise<{ page: Page; requests: string[] }> {
  const page = await browser.newPage();
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(address);
  await page.getByRole("group", { name: "Node caption" }).waitFor();
  return { page, requests };
}

async function runToTheEnd(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Run( \d+ nodes?)?$/ }).click();
  // Before a run a node of a template may show what it gave its author; what this page computed is a blob.
  const node = page.getByRole("group", { name: "Node picture", exact: true });
  const picture = node.locator('img[src^="blob:"]').first();
  await picture.waitFor({ timeout: 440_000 });
  expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThanOrEqual(64);
}

const caption = (page: Page) => page.getByRole("textbox", { name: "Text of caption" });

/** Opens the page anew while nothing answers at its address. */
async function withoutHost(page: Page, host: Served): Promise<void> {
  host.close();
  await page.goto("about:blank");
  await page.goto(host.address);
  await page.getByRole("group", { name: "Node caption" }).waitFor();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
}

beforeAll(async () => {
  // The test runner sets NODE_ENV, which would make this a development build.
  const env = { ...process.env, NODE_ENV: "production" };
  await promisify(execFile)("npm", ["run", "--silent", "build:static"], { cwd: root, env });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  for (const one of served) one.close();
});

let link = "";

test("a template opens, runs and is shared by a link, with no request to another origin and none for an API", async () => {
  const address = await serve(true);
  const requests: string[] = [];
  // Of the page, its Worker and the service worker.
  browser.on("request", (request) => requests.push(request.url()));
  await browser.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { page } = await open(address);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await caption(page).waitFor();
  await command(page, "Quick preview");
  await caption(page).fill("a purple octopus");
  await runToTheEnd(page);
  await command(page, "Copy link");
  await page.getByText(/^Copied a link that holds the whole graph/).waitFor();
  link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link.startsWith(`${address}/`)).toBe(true);
  await page.close();
  const away = requests.filter((url) => !url.startsWith(`${address}/`) && !/^(blob|data):/.test(url));
  expect(away).toEqual([]);
  expect(requests.filter((url) => url.includes("/api/"))).toEqual([]);
});

test("after that visit it opens and runs without a connection, and can be installed", async () => {
  const page = await browser.newPage();
  await page.goto(served[0]!.address);
  const icon = await page.locator('link[rel="manifest"]').evaluate(async (link: HTMLLinkElement) => {
    const { icons } = await (await fetch(link.href)).json();
    return (await fetch(new URL(icons[0].src, link.href))).headers.get("content-type");
  });
  expect(icon).toBe("image/svg+xml");
  await withoutHost(page, served[0]!);
  await command(page, "Quick preview");
  await runToTheEnd(page);
  await page.close();
});

test("the link opens and runs for someone who has nothing, isolated by the service worker where the host sends no headers", async () => {
  const fresh = await openBrowser();
  const one = await serveFolders([join(root, "dist-static")], false);
  const page = await fresh.newPage();
  await page.goto(link.replace(new URL(link).origin, one.address));
  await expect.poll(() => caption(page).inputValue(), { timeout: 240_000 }).toBe("a purple octopus");
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await runToTheEnd(page);
  await withoutHost(page, one);
  await fresh.close();
});

test("in folders of one host it opens and runs, asks for nothing outside its folder, and keeps its files beside the others'", async () => {
  const folder = mkdtempSync(join(tmpdir(), "unclip-folders-"));
  mkdirSync(join(folder, "one/deep"), { recursive: true });
  for (const name of ["one/deep/studio", "two"]) symlinkSync(join(root, "dist-static"), join(folder, name));
  const one = await serveFolders([folder], false);
  const fresh = await openBrowser();
  const requests: string[] = [];
  fresh.on("request", (request) => requests.push(request.url()));
  const page = await fresh.newPage();
  await page.goto(`${one.address}/one/deep/studio/`);
  await caption(page).waitFor();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await command(page, "Quick preview");
  await runToTheEnd(page);
  const inside = `${one.address}/one/deep/studio/`;
  expect(
    requests.filter(
      (url) => !url.startsWith(inside) && !/^(blob|data):/.test(url) && !url.endsWith("/favicon.ico"),
    ),
  ).toEqual([]);
  const other = await fresh.newPage();
  await other.goto(`${one.address}/two/`);
  await caption(other).waitFor();
  const caches = async () =>
    (await other.evaluate(() => globalThis.caches.keys())).map((name) => name.split(" ")[1]);
  await expect.poll(caches).toEqual(["/one/deep/studio/", "/two/"]);
  // What the second one installed took nothing of the first: it opens without its host.
  one.close();
  await page.goto("about:blank");
  await page.goto(inside);
  await page.getByRole("group", { name: "Node caption" }).waitFor();
  await fresh.close();
  rmSync(folder, { recursive: true });
});

test("the first load is small: what computes comes later", async () => {
  const address = await serve(true);
  const { page, requests } = await open(address);
  const code = [...new Set(requests)].filter((url) => /\.(js|css)$/.test(url) || url === `${address}/`);
  const compressed = async (urls: readonly string[]) => {
    const load = async (url: string) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length;
    return (await Promise.all(urls.map(load))).reduce((a, b) => a + b, 0) / 1000;
  };
  // The Worker loads beside the page, which is there without it.
  const worker = await compressed(code.filter((url) => url.includes("runner-worker")));
  const first = await compressed(code.filter((url) => !url.includes("runner-worker")));
  console.log(`compressed: page ${first.toFixed(0)} kB, Worker ${worker.toFixed(0)} kB`);
  expect(worker).toBeGreaterThan(0);
  expect(first).toBeLessThan(350);
  expect(requests.filter((url) => /\.(wasm|onnx)$/.test(url))).toEqual([]);
  await page.close();
});

test("nothing was written to the console as an error", () => {
  expect(errors).toEqual([]);
});
