/** The built studio as a person has it: the server in a process of its own, and the editor in a real Chromium. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { chromiumFlags, findChromium } from "./chromium.ts";
import { root } from "./machine.ts";

export interface Studio {
  /** Where to open it, token included, as the server printed it. */
  readonly address: string;
  /** Opens a page in a profile that holds nothing and no other page; errors on the page's console are collected in `errors`. */
  open(size?: { width: number; height: number }, colorScheme?: "light" | "dark"): Promise<Page>;
  readonly errors: readonly string[];
  /** Hands a page back that was not changed for good: what it kept is removed, and the next to open gets it warm. */
  leave(page: Page): Promise<void>;
  close(): Promise<void>;
}

/** The built server in a process of its own, on a free port with an empty data folder. @param args further options */
export async function startServer(
  args: readonly string[] = [],
): Promise<{ readonly address: string; stop(): Promise<void> }> {
  const data = mkdtempSync(join(tmpdir(), "unclip-studio-"));
  const options = ["--port", "0", "--data", data, ...args];
  const server = spawn(process.execPath, ["apps/server/dist/main.js", ...options], { cwd: root });
  return {
    address: await printedAddress(server),
    async stop() {
      const gone = new Promise((done) => server.once("exit", done));
      server.kill("SIGTERM");
      await gone;
    },
  };
}

/** Milliseconds that a page may take for one step, on a slow or busy machine. */
const patience = 120_000;

/** Starts the server and a browser. */
export async function startStudio(): Promise<Studio> {
  const server = await startServer();
  const found = await findChromium();
  if ("missing" in found) throw new Error(found.missing);
  const browser: Browser = await chromium.launch({ executablePath: found.path, args: chromiumFlags });
  const errors: string[] = [];
  const idle: Page[] = [];
  const schemes = new WeakMap<Page, "light" | "dark">();
  const newPage = async (colorScheme: "light" | "dark") => {
    const permissions = ["clipboard-read", "clipboard-write"];
    const page = await (await browser.newContext({ colorScheme, permissions })).newPage();
    page.setDefaultTimeout(patience);
    // File choosers are intercepted from the first listener on. One that opens before is the browser's own, and no event comes.
    page.on("filechooser", () => {});
    schemes.set(page, colorScheme);
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      const { url } = message.location();
      // Asked for by the browser itself while a page that was handed back lies on a picture.
      if (message.type() === "error" && !url.endsWith("/favicon.ico"))
        errors.push(`${message.text()} ${url}`);
    });
    return page;
  };
  return {
    address: server.address,
    errors,
    async open(size = { width: 1440, height: 900 }, colorScheme = "light") {
      const at = idle.findIndex((left) => schemes.get(left) === colorScheme);
      const [page = await newPage(colorScheme)] = at < 0 ? [] : idle.splice(at, 1);
      await page.setViewportSize(size);
      await page.goto(server.address);
      await page.getByRole("group", { name: "Node caption" }).waitFor();
      return page;
    },
    async leave(page) {
      page.removeAllListeners("request");
      // Away from the editor first: it saves its document when it is left.
      const { origin } = new URL(server.address);
      await page.goto(`${origin}/icon.svg`);
      await forgetEverything(page, origin);
      idle.push(page);
    },
    async close() {
      await browser.close();
      await server.stop();
    },
  };
}

/** Removes documents, settings and models from the page's profile; what was downloaded of the editor itself stays. */
async function forgetEverything(page: Page, origin: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
  await page.context().clearCookies();
  await session.detach();
}

function printedAddress(server: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = "";
    const read = (chunk: Buffer) => {
      said += chunk;
      const address = /http:\/\/\S+/.exec(said)?.[0];
      if (address !== undefined) found(address);
    };
    server.stdout?.on("data", read);
    server.stderr?.on("data", read);
    server.once("exit", (code) => failed(new Error(`the server ended with ${code}: ${said}`)));
  });
}
