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
  /** Opens a page in a browser of its own profile; errors on the page's console are collected in `errors`. */
  open(size?: { width: number; height: number }, colorScheme?: "light" | "dark"): Promise<Page>;
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/** The built server in a process of its own, on a free port with an empty data folder. */
export async function startServer(): Promise<{ readonly address: string; stop(): Promise<void> }> {
  const data = mkdtempSync(join(tmpdir(), "unclip-studio-"));
  const server = spawn(process.execPath, ["apps/server/dist/main.js", "--port", "0", "--data", data], {
    cwd: root,
  });
  return {
    address: await printedAddress(server),
    async stop() {
      const gone = new Promise((done) => server.once("exit", done));
      server.kill("SIGTERM");
      await gone;
    },
  };
}

/** Starts the server and a browser. */
export async function startStudio(): Promise<Studio> {
  const server = await startServer();
  const found = await findChromium();
  if ("missing" in found) throw new Error(found.missing);
  const browser: Browser = await chromium.launch({ executablePath: found.path, args: chromiumFlags });
  const errors: string[] = [];
  return {
    address: server.address,
    errors,
    async open(size = { width: 1440, height: 900 }, colorScheme = "light") {
      const context = await browser.newContext({
        viewport: size,
        colorScheme,
        permissions: ["clipboard-read", "clipboard-write"],
      });
      const page = await context.newPage();
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
      await page.goto(server.address);
      await page.getByRole("group", { name: "Node caption" }).waitFor();
      return page;
    },
    async close() {
      await browser.close();
      await server.stop();
    },
  };
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
