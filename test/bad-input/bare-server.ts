/** The server in a process of its own, on the tiny packs, without a browser. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../machine.ts";
import { writeTinyPacks } from "../packs/tiny-packs.ts";

export interface BareServer {
  /** A request below `/api/v1`, signed in. */
  api(path: string, init?: RequestInit): Promise<Response>;
  readonly port: number;
  readonly token: string;
  /** Its process id, and its data folder. */
  readonly pid: number;
  readonly data: string;
  /** The longest time in milliseconds that one turn of its event loop took since this was last asked. */
  worstHold(): Promise<number>;
  close(): Promise<void>;
}

export async function startBareServer(args: readonly string[] = []): Promise<BareServer> {
  const folder = mkdtempSync(join(tmpdir(), "unclip-bad-input-"));
  const models = join(folder, "models");
  await writeTinyPacks(models);
  const server = spawn(
    process.execPath,
    [
      "--conditions=@unclip/source",
      "--disallow-code-generation-from-strings",
      "--disable-proto=throw",
      `--import=${new URL("./hold-probe.ts", import.meta.url)}`,
      "apps/server/src/main.ts",
      ...["--port", "0", "--data", join(folder, "data"), "--models", models, ...args],
    ],
    { cwd: root, stdio: ["ignore", "pipe", "inherit", "ipc"], env: { ...process.env, NODE_OPTIONS: "" } },
  );
  const exit = new Promise((done) => server.once("exit", done));
  const url = await new Promise<URL>((found, failed) => {
    let said = "";
    server.stdout!.on("data", (chunk) => {
      said += chunk;
      const address = /(http:\/\/\S+)\n/.exec(said)?.[1];
      if (address !== undefined) found(new URL(address));
    });
    server.once("exit", (code) => failed(new Error(`the server ended with ${code}: ${said}`)));
  });
  const token = url.searchParams.get("token") ?? "";
  return {
    port: Number(url.port),
    token,
    pid: server.pid!,
    data: join(folder, "data"),
    api: (path, init = {}) =>
      fetch(`${url.origin}/api/v1${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}`, ...init.headers },
      }),
    worstHold() {
      return new Promise((told) => {
        server.once("message", ({ hold }: { hold: number }) => told(hold));
        server.send("worst hold");
      });
    },
    async close() {
      server.kill("SIGTERM");
      await exit;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
