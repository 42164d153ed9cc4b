/** Files that a person brings while runs go to "This browser": they stay in it, and come to the server when a run there needs them. */
import type { Page, Request } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Studio, startStudio } from "../studio.ts";
import { dropFile, ended, node, openGraph } from "./steps.ts";

let studio: Studio;
let page: Page;
/** All that was asked for from the moment "This browser" was chosen. */
const requests: Request[] = [];
const sent = () => requests.filter((request) => request.method() !== "GET");
const assets = () => requests.filter((request) => request.url().includes("/api/v1/assets"));

const colour = (background: string) => sharp({ create: { width: 24, height: 16, channels: 3, background } });
const png = await colour("#123456").png().toBuffer();
const jpeg = await colour("#654321").jpeg().toBuffer();
const webp = await colour("#00ff00").webp({ lossless: true }).toBuffer();

async function choose(name: "Server" | "This browser"): Promise<void> {
  await page.getByRole("button", { name: /^Where it runs/ }).click();
  await page.getByRole("radio", { name }).check();
  await page.keyboard.press("Escape");
}

beforeAll(async () => {
  studio = await startStudio();
  page = await studio.open();
  await openGraph(page, {
    title: "Brought",
    nodes: {
      list: { type: "image-list", at: [0, 300] },
      all: { type: "preview", inputs: { value: "list.image" }, at: [320, 300] },
    },
  });
  await choose("This browser");
  await page.getByRole("button", { name: /^Where it runs: .*(WebAssembly|WebGPU)/ }).waitFor();
  page.context().on("request", (request) => requests.push(request));
});
afterAll(() => studio?.close());

/** Runs the whole graph to its end. */
async function run(): Promise<void> {
  await page.getByRole("button", { name: /^Run( \d+ nodes?)?$/ }).click();
  await ended(page);
}

test("a dropped, a pasted and a chosen picture are shown from this browser, and nothing is sent", async () => {
  // Its name and type are wrong: the bytes count.
  await dropFile(page, "dropped.jpg", "image/jpeg", png);
  await node(page, "dropped").locator('img[src^="blob:"]').waitFor();
  await page.evaluate((base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([bytes], "pasted.webp", { type: "image/webp" }));
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
  }, webp.toString("base64"));
  await node(page, "pasted").locator('img[src^="blob:"]').waitFor();
  const chooser = page.waitForEvent("filechooser");
  await node(page, "list").locator("button", { hasText: "Drop a picture" }).first().click();
  await (await chooser).setFiles({ name: "chosen.bin", mimeType: "", buffer: jpeg });
  await node(page, "list").locator('img[src^="blob:"]').waitFor();
  expect([sent().length, assets().length]).toEqual([0, 0]);
});

test("without a connection too", async () => {
  await page.context().setOffline(true);
  await dropFile(page, "offline.png", "image/png", await colour("#abcdef").png().toBuffer());
  await node(page, "offline").locator('img[src^="blob:"]').waitFor();
  await page.context().setOffline(false);
});

test("a file of embeddings becomes its node", async () => {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (1, 4), }`.padEnd(117);
  const npy = Buffer.concat([
    Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]),
    Buffer.from(`${header}\n`),
    Buffer.from(Float32Array.of(1, 2, 3, 4).buffer),
  ]);
  await dropFile(page, "vectors.npy", "", npy);
  await node(page, "vectors").waitFor();
  await page.keyboard.press("Delete");
  await node(page, "vectors").waitFor({ state: "detached" });
  expect(sent()).toEqual([]);
});

test("what is damaged, or no picture, is refused here", async () => {
  await dropFile(page, "cut.png", "image/png", png.subarray(0, 50));
  await page
    .getByText(/Found a picture that cannot be decoded/)
    .first()
    .waitFor();
  await dropFile(page, "drawing.svg", "image/svg+xml", Buffer.from("<svg/>"));
  await page.getByText("That is not a PNG, JPEG or WebP picture.").first().waitFor();
  expect(sent()).toEqual([]);
});

test("a run here reads them, and after a reload they are still shown from here", async () => {
  await run();
  await node(page, "all").locator('img[src^="blob:"]').first().waitFor();
  expect([sent().length, assets().length]).toEqual([0, 0]);
  await page.reload();
  await node(page, "dropped").locator('img[src^="blob:"]').waitFor();
  await node(page, "list").locator('img[src^="blob:"]').first().waitFor();
  expect([sent().length, assets().length]).toEqual([0, 0]);
});

test("a run on the server brings them there first, once, and says so", async () => {
  await choose("Server");
  const uploads = () => assets().filter((request) => request.method() === "PUT").length;
  await run();
  await page.getByText("Uploaded 4 files from this browser to the server").waitFor();
  expect(uploads()).toBe(4);
  await node(page, "all").locator('img[src*="/api/v1/assets/"]').first().waitFor();
  await run();
  expect(uploads()).toBe(4);
});

test("a file that is no longer in this browser is missed before anything is sent", async () => {
  await choose("This browser");
  await dropFile(page, "gone.png", "image/png", await colour("#0f0f0f").png().toBuffer());
  await node(page, "gone").locator('img[src^="blob:"]').waitFor();
  await page.getByRole("button", { name: /^Where it runs/ }).click();
  await page.getByRole("button", { name: "Remove the pictures that you brought" }).click();
  await page.keyboard.press("Escape");
  await choose("Server");
  const before = sent().length;
  await page.getByRole("button", { name: /^Run( \d+ nodes?)?$/ }).click();
  await page
    .getByText("A file that this graph uses is no longer in this browser. Choose it again.")
    .waitFor();
  expect(sent().length).toBe(before);
});
