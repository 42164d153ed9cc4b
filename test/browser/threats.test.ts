/** What a hostile page, picture or graph can do through a browser that is logged in: nothing. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Studio, startStudio } from "../studio.ts";
import { ended, node } from "./steps.ts";

let studio: Studio;
let page: Page;
let api: string;
let elsewhere: Server;
beforeAll(async () => {
  studio = await startStudio();
  page = await studio.open();
  api = new URL("/api/v1", studio.address).href;
  const attack = `<script>
    const body = ${JSON.stringify(wanted)};
    const send = (options) => fetch("${api}/runs", { method: "POST", credentials: "include", body, ...options }).catch(() => {});
    Promise.all([
      send({ mode: "no-cors", headers: { "content-type": "text/plain" } }),
      send({ headers: { "content-type": "application/json" } }),
    ]).then(() => parent.postMessage("done", "*"));
  </script>`;
  const count = `<script>let n = 0; onmessage = () => { document.title = "done " + ++n };</script>`;
  const hostile = `<!doctype html>${count}${attack}<iframe sandbox="allow-scripts" src="/frame"></iframe>`;
  elsewhere = createServer((request, response) =>
    response.setHeader("content-type", "text/html").end(request.url === "/frame" ? attack : hostile),
  );
  await new Promise<void>((done) => elsewhere.listen(0, "127.0.0.1", done));
});
afterAll(async () => {
  elsewhere?.close();
  await studio?.close();
});

/** A run that whoever may start one would get. */
const wanted = JSON.stringify({
  graph: {
    unclip: 1,
    title: "Wanted",
    model: "emoji",
    nodes: {
      decode: { type: "decode", params: { steps: 1 } },
      out: { type: "save-image", inputs: { image: "decode.image" } },
    },
  },
});

const runs = () => page.evaluate(async (at) => (await (await fetch(`${at}/runs`)).json()).runs.length, api);

test("a page of another port, which the cookie goes with, and a frame without origin in it start nothing", async () => {
  const other = await page.context().newPage();
  let sent = 0;
  other.on("request", (request) => {
    if (request.url().startsWith(api)) sent++;
  });
  await other.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
  await expect.poll(() => other.title()).toBe("done 2");
  expect(sent).toBeGreaterThanOrEqual(4);
  expect(await runs()).toBe(0);
  // What was sent is good: from the studio's own page it is a run.
  const own = await page.evaluate(
    async ([at, body]) => {
      const headers = { "content-type": "application/json" };
      return (await fetch(`${at}/runs`, { method: "POST", headers, body })).status;
    },
    [api, wanted] as const,
  );
  expect(own).toBe(202);
  expect(await runs()).toBe(1);
  await other.close();
});

test("a picture with a page behind its end is stored as a picture alone, and shown as one", async () => {
  const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  const bytes = [...picture, ...Buffer.from("<!doctype html><script>alert(1)</script>")];
  const id = await page.evaluate(
    async ([at, body]) => {
      const headers = { "content-type": "image/png" };
      const reply = await fetch(`${at}/assets`, { method: "PUT", headers, body: new Uint8Array(body) });
      return ((await reply.json()) as { id: string }).id;
    },
    [api, bytes] as const,
  );
  const shown = await page.context().newPage();
  let alarmed = false;
  shown.on("dialog", (dialog) => {
    alarmed = true;
    void dialog.dismiss();
  });
  const reply = await shown.goto(`${api}/assets/${id}`);
  expect(reply?.headers()).toMatchObject({
    "content-type": "image/png",
    "x-content-type-options": "nosniff",
  });
  expect((await reply!.body()).includes("<script>")).toBe(false);
  expect(alarmed).toBe(false);
  await shown.close();
});

test("markup in a caption, a title and a note is text", async () => {
  const hostile = `<img src="x" onerror="alert(1)"><script>alert(2)</script>[a](javascript:alert(3))`;
  let alarmed = false;
  page.on("dialog", (dialog) => {
    alarmed = true;
    void dialog.dismiss();
  });
  await page.evaluate(() => {
    const broken: string[] = [];
    Object.assign(window, { broken });
    document.addEventListener("securitypolicyviolation", (event) => broken.push(event.violatedDirective));
  });
  const graph = {
    unclip: 1,
    title: hostile,
    about: hostile,
    model: "emoji",
    nodes: {
      caption: { type: "text", params: { text: hostile }, at: [0, 0] },
      encode: { type: "clip-text-encode", inputs: { text: "caption.text" }, at: [320, 0] },
      decode: { type: "decode", params: { steps: 2 }, inputs: { text: "encode.text" }, at: [640, 0] },
      picture: { type: "save-image", inputs: { image: "decode.image" }, at: [960, 0] },
    },
    notes: { note: { text: hostile, at: [0, 400], size: [400, 200] } },
  };
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("ControlOrMeta+o");
  await (await chooser).setFiles({
    name: "graph.json",
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify(graph)),
  });
  await expect.poll(() => page.getByRole("textbox", { name: "Text of caption" }).inputValue()).toBe(hostile);
  await page.getByRole("button", { name: /^Run( \d+ nodes?)?$/ }).click();
  await ended(page);
  await node(page, "picture").getByRole("img").first().waitFor();
  expect(alarmed).toBe(false);
  expect(await page.evaluate(() => (window as unknown as { broken: string[] }).broken)).toEqual([]);
  expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
});
