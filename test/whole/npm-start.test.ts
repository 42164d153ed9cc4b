/** `npm start` as an operator has it: what becomes of the server when npm, and npm alone, is told to stop or is killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { goodGraph } from "../bad-input/catalogue.ts";
import { root } from "../machine.ts";
import { writeTinyPacks } from "../packs/tiny-packs.ts";

let folder: string;
const started: ChildProcess[] = [];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "unclip-npm-start-"));
  await writeTinyPacks(join(folder, "models"));
});
afterEach(async () => {
  for (const npm of started.splice(0)) {
    try {
      // The group: npm, a shell where there is one, the server and what it started.
      process.kill(-npm.pid!, "SIGKILL");
    } catch {
      // All of them are gone, as they should be.
    }
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

interface RunRecord {
  readonly status: string;
}

interface Started {
  readonly npm: ChildProcess;
  readonly url: URL;
  /** Its exit code or the signal that ended it. */
  readonly exit: Promise<number | string | null>;
}

async function start(): Promise<Started> {
  const options = ["--port", "0", "--data", join(folder, "data"), "--models", join(folder, "models")];
  // What the test runner sets would make another build than an operator has.
  const { NODE_ENV: _, NODE_OPTIONS: __, ...env } = process.env;
  const npm = spawn("npm", ["start", "--", ...options], {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env,
  });
  started.push(npm);
  const exit = new Promise<number | string | null>((done) =>
    npm.once("exit", (code, signal) => done(code ?? signal)),
  );
  let said = "";
  npm.stderr.on("data", (text) => (said += text));
  const url = await new Promise<URL>((found, failed) => {
    npm.stdout.on("data", (text) => {
      said += text;
      const address = /(http:\/\/\S+)\n/.exec(said)?.[1];
      if (address !== undefined) found(new URL(address));
    });
    npm.once("exit", (code) => failed(new Error(`npm start ended with ${code}: ${said}`)));
  });
  return { npm, url, exit };
}

const api = ({ origin, searchParams }: URL, path: string, init: RequestInit = {}) =>
  fetch(`${origin}/api/v1${path}`, {
    ...init,
    headers: { authorization: `Bearer ${searchParams.get("token")}`, "content-type": "application/json" },
  });

/** Submits runs until one is under way, and returns the ids of all. */
async function keepBusy(url: URL): Promise<string[]> {
  const ids: string[] = [];
  for (let seed = 0; ; seed++) {
    const graph = JSON.parse(goodGraph.toString());
    for (const node of Object.values<{ params?: Record<string, unknown> }>(graph.nodes))
      if (node.params !== undefined && "steps" in node.params) node.params.steps = 200;
    const body = JSON.stringify({ graph: { ...graph, title: `Run ${seed}` } });
    const reply = await api(url, "/runs", { method: "POST", body });
    if (reply.status === 202) ids.push(((await reply.json()) as { id: string }).id);
    const { runs } = (await (await api(url, "/runs?limit=100")).json()) as { runs: RunRecord[] };
    if (ids.length >= 3 && runs.some(({ status }) => status === "running")) return ids;
    if (ids.length > 20) return ids;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const isOpen = ({ hostname, port }: URL) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("close", () => socket.destroy());
  });

function isLocked(): boolean {
  const db = new DatabaseSync(join(folder, "data", "lock.db"), { timeout: 0 });
  try {
    db.exec("BEGIN EXCLUSIVE; ROLLBACK");
    return false;
  } catch {
    return true;
  } finally {
    db.close();
  }
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const patient = { timeout: 240_000, interval: 100 };

test.each(["SIGTERM", "SIGINT", "SIGHUP", "SIGKILL"] as const)(
  "%s to npm alone ends the server, which lets go of port and lock and loses no run",
  async (signal) => {
    const first = await start();
    const ids = await keepBusy(first.url);
    expect([await isOpen(first.url), isLocked()]).toEqual([true, true]);
    const server = Number(readFileSync(join(folder, "data", "pid"), "utf8"));
    process.kill(first.npm.pid!, signal);
    const ended = await first.exit;
    // npm hands these two on and waits; the others end it at once.
    if (signal === "SIGTERM" || signal === "SIGINT")
      expect([signal, ended, isAlive(server), isLocked()]).toEqual([signal, expect.anything(), false, false]);
    await expect.poll(() => isAlive(server), patient).toBe(false);
    expect([await isOpen(first.url), isLocked()]).toEqual([false, false]);
    const second = await start();
    for (const id of ids)
      await expect
        .poll(
          async () => ((await (await api(second.url, `/runs/${id}`)).json()) as RunRecord).status,
          patient,
        )
        .toBe("done");
    process.kill(second.npm.pid!, "SIGTERM");
    await second.exit;
  },
);

test("Ctrl+C in a terminal, which every process of the group hears and npm hands on too, is one wish to stop", async () => {
  const { npm, url, exit } = await start();
  const ids = await keepBusy(url);
  process.kill(-npm.pid!, "SIGINT");
  // A server that took the second one for haste would end with 1.
  expect(await exit).not.toBe(1);
  expect(isLocked()).toBe(false);
  const second = await start();
  for (const id of ids)
    await expect
      .poll(async () => ((await (await api(second.url, `/runs/${id}`)).json()) as RunRecord).status, patient)
      .toBe("done");
  process.kill(-second.npm.pid!, "SIGTERM");
  await second.exit;
});
