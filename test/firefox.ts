/**
 * Firefox for the tests of what it alone does, driven by WebDriver BiDi over its own WebSocket. `.ci/run` installs it; on a
 * machine without it those tests are left out, and say so.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const places = [
  process.env.FIREFOX,
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/snap/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
  "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
];

/** The path of a Firefox, or `undefined` if there is none. */
export const firefoxPath = places.find((path) => path !== undefined && existsSync(path));

export interface FirefoxPage {
  /** Evaluates an expression in the page, waits for its promise and returns its value, which must be JSON. */
  evaluate(expression: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Opens an address in a Firefox with a profile of its own that has these settings. */
export async function openInFirefox(
  address: string,
  settings: Readonly<Record<string, boolean | number>> = {},
): Promise<FirefoxPage> {
  if (firefoxPath === undefined) throw new Error("There is no Firefox: set FIREFOX to its path.");
  const profile = await mkdtemp(join(tmpdir(), "unclip-firefox-"));
  const lines = Object.entries({ ...quiet, ...settings }).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  await writeFile(join(profile, "user.js"), lines.join("\n"));
  const firefox = spawn(
    firefoxPath,
    ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0", "about:blank"],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const ended = new Promise<void>((done) => firefox.once("exit", () => done()));
  const close = async () => {
    firefox.kill("SIGKILL");
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const send = await connect(await endpoint(firefox));
    await send("session.new", { capabilities: {} });
    const { context } = await send("browsingContext.create", { type: "tab" });
    await send("browsingContext.navigate", { context, url: address, wait: "complete" });
    return {
      close,
      async evaluate(expression) {
        const { type, result, exceptionDetails } = await send("script.evaluate", {
          expression: `Promise.resolve(${expression}).then((value) => JSON.stringify(value ?? null))`,
          target: { context },
          awaitPromise: true,
        });
        if (type !== "success") throw new Error(exceptionDetails.text);
        return JSON.parse(result.value);
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Nothing is looked up on the network. */
const quiet = {
  "browser.shell.checkDefaultBrowser": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "toolkit.telemetry.enabled": false,
  "app.normandy.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "browser.safebrowsing.downloads.remote.enabled": false,
  "extensions.getAddons.cache.enabled": false,
  "extensions.update.enabled": false,
  "app.update.auto": false,
};

/** The address that Firefox prints once it listens. */
function endpoint(firefox: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = "";
    firefox.stderr?.on("data", (chunk: Buffer) => {
      said += chunk;
      const address = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(said)?.[1];
      if (address !== undefined) found(`${address}/session`);
    });
    firefox.once("error", failed);
    firefox.once("exit", (code) => failed(new Error(`Firefox ended with ${code}: ${said}`)));
  });
}

// biome-ignore lint/suspicious/noExplicitAny: replies are those of the W3C protocol, each of its own shape
type Send = (method: string, params: object) => Promise<any>;

async function connect(address: string): Promise<Send> {
  const socket = new WebSocket(address);
  await new Promise<void>((opened, failed) => {
    socket.addEventListener("open", () => opened(), { once: true });
    socket.addEventListener("error", () => failed(new Error(`Firefox does not answer at ${address}.`)));
  });
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  socket.addEventListener("message", ({ data }) => {
    const { id, type, result, error, message } = JSON.parse(String(data));
    const request = waiting.get(id);
    waiting.delete(id);
    if (type === "success") request?.resolve(result);
    else request?.reject(new Error(`${error}: ${message}`));
  });
  socket.addEventListener("close", () => {
    for (const { reject } of waiting.values()) reject(new Error("Firefox closed the connection."));
  });
  let last = 0;
  return (method, params) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve, reject });
      socket.send(JSON.stringify({ id, method, params }));
    });
}
