/** The built studio below a path of a reverse proxy, in a real Chromium: links, signing in, runs and signing out. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { deflateRawSync } from "node:zlib";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { chromiumFlags, findChromium } from "../chromium.ts";
import { type ProxyOptions, type ReverseProxy, startProxy } from "../reverse-proxy.ts";
import { startServer } from "../studio.ts";
import { command, ended, node, runButton } from "./steps.ts";

const graph = {
  unclip: 1,
  title: "From a link",
  model: "emoji",
  nodes: {
    caption: { type: "text", params: { text: "a purple octopus" }, at: [0, 0] },
    encode: { type: "clip-text-encode", inputs: { text: "caption.text" }, at: [320, 0] },
    decode: { type: "decode", params: { steps: 2 }, inputs: { text: "encode.text" }, at: [640, 0] },
    picture: { type: "save-image", inputs: { image: "decode.image" }, at: [960, 0] },
  },
};
const fragment = `#g=${deflateRawSync(JSON.stringify(graph)).toString("base64url")}`;

let browser: Browser;
/** A page of another site with a link in it. */
let elsewhere: Server;
let link = "";
beforeAll(async () => {
  const found = await findChromium();
  if ("missing" in found) throw new Error(found.missing);
  browser = await chromium.launch({ executablePath: found.path, args: chromiumFlags });
  elsewhere = createServer((_request, response) =>
    response.setHeader("content-type", "text/html").end(`<!doctype html><a href="${link}">Look at this</a>`),
  );
  await new Promise<void>((done) => elsewhere.listen(0, "127.0.0.1", done));
});
const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});
afterAll(async () => {
  elsewhere?.close();
  await browser?.close();
});

interface Studio {
  readonly proxy: ReverseProxy;
  /** `http://127.0.0.1:PORT/studio` */
  readonly address: string;
  readonly token: string;
  readonly page: Page;
  /** Errors on the console, but for those of a WebSocket that does not get through. */
  readonly errors: string[];
}

async function start(options: Omit<ProxyOptions, "prefix">): Promise<Studio> {
  const proxy = await startProxy({ prefix: "/studio", ...options });
  opened.push(proxy);
  const server = await startServer(["--base-path", "/studio", "--allow-host", `127.0.0.1:${proxy.port}`]);
  opened.push({ close: () => server.stop() });
  const printed = new URL(server.address);
  expect(printed.pathname).toBe("/studio/");
  proxy.target = printed;
  const context = await browser.newContext({ colorScheme: "light", locale: "en-GB" });
  opened.push(context);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !/WebSocket connection/.test(message.text()))
      errors.push(`${message.text()} ${message.location().url}`);
  });
  const token = printed.searchParams.get("token") ?? "";
  return { proxy, address: `http://127.0.0.1:${proxy.port}/studio`, token, page, errors };
}

const caption = (page: Page) => page.getByRole("textbox", { name: "Text of caption" });

/** Follows the link from a page of another site. */
async function follow(page: Page, to: string): Promise<void> {
  link = to;
  // Another name of this machine is another site.
  await page.goto(`http://localhost:${(elsewhere.address() as AddressInfo).port}/`);
  await page.getByRole("link").click();
}

async function signIn(page: Page, token: string): Promise<void> {
  await page.getByLabel("Token").fill(token);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function runs(page: Page): Promise<void> {
  await runButton(page).click();
  await ended(page);
  const picture = node(page, "picture").locator('img[src*="/studio/api/v1/assets/"]').first();
  await picture.waitFor();
  expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThanOrEqual(64);
}

test("a link to a graph from another site leads through the sign-in page to the graph, which runs without a WebSocket", async () => {
  const { proxy, address, token, page, errors } = await start({ strip: true, webSocket: "refused" });
  await follow(page, `${address}/${fragment}`);
  await expect.poll(() => new URL(page.url()).pathname).toBe("/studio/sign-in");
  await signIn(page, "not the token");
  await page.getByRole("alert").waitFor();
  await signIn(page, token);
  await expect.poll(() => caption(page).inputValue(), { timeout: 240_000 }).toBe("a purple octopus");
  expect(page.url()).toBe(`${address}/`);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await runs(page);
  expect(proxy.paths.some((path) => path.includes("transport=polling&") && path.includes("sid="))).toBe(true);
  expect(proxy.paths.filter((path) => path.includes(token))).toEqual([]);
  // Signed in: the same link opens at once, from another site too.
  await page.evaluate(() => localStorage.clear());
  await follow(page, `${address}/${fragment}`);
  await expect.poll(() => caption(page).inputValue(), { timeout: 240_000 }).toBe("a purple octopus");
  await command(page, "Dark theme");
  await command(page, "Sign out");
  await page.getByLabel("Token").waitFor();
  expect(new URL(page.url()).pathname).toBe("/studio/sign-in");
  expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(22, 24, 27)");
  await page.goto(`${address}/`);
  await expect.poll(() => new URL(page.url()).pathname).toBe("/studio/sign-in");
  // The browser itself tells of the refused token, and of the page that asked why its connection ended when it signed out.
  expect(errors.filter((text) => !/401 \(Unauthorized\) \S+\/(sign-in|vocabulary)/.test(text))).toEqual([]);
});

test.each(["passed", "unanswered"] as const)(
  "below a path that the proxy passes on, without a slash at the end, with a WebSocket that is %s",
  async (webSocket) => {
    const { proxy, address, token, page, errors } = await start({ strip: false, webSocket });
    await page.goto(`${address}?token=${token}`);
    await expect.poll(() => page.url()).toBe(`${address}/`);
    await caption(page).waitFor();
    expect(await page.evaluate(() => [document.referrer, location.href].join())).not.toContain(token);
    await page.goto(`${address}/${fragment}`);
    await expect.poll(() => caption(page).inputValue(), { timeout: 240_000 }).toBe("a purple octopus");
    // An unanswered handshake is given up after five seconds.
    await expect
      .poll(() => page.getByText("The server cannot be reached").count(), { timeout: 240_000 })
      .toBe(0);
    await runs(page);
    expect(proxy.paths.some((path) => path.startsWith("/studio/socket.io/"))).toBe(true);
    expect(proxy.paths.filter((path) => !path.startsWith("/studio") && path !== "/favicon.ico")).toEqual([]);
    expect(errors).toEqual([]);
  },
);
