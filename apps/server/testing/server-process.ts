import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface ServerProcess {
  readonly child: ChildProcess;
  /** The address that it printed. Rejects when it ends before. */
  readonly ready: Promise<string>;
  /** Its exit code, once it and its runners, which write to the same stderr, are gone. */
  readonly exit: Promise<number | null>;
  out(): string;
  err(): string;
}

/** The server's command in a process of its own, on a free port. */
export function startServerProcess(
  main: "src/main.ts" | "testing/fault-main.ts",
  args: readonly string[],
  { node = [], env = {} }: { readonly node?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {},
): ServerProcess {
  const file = fileURLToPath(new URL(`../${main}`, import.meta.url));
  const all = ["--conditions=@unclip/source", ...node, file, "--port", "0", ...args];
  const child = spawn(process.execPath, all, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_OPTIONS: "", ...env },
  });
  let out = "";
  let err = "";
  child.stderr.on("data", (text) => {
    err += text;
  });
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (text) => {
      out += text;
      const url = /(http:\S+)\n/.exec(out)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once("exit", () => reject(new Error(`The server ended before it was ready: ${err}`)));
  });
  // Whoever expects it to end does not ask for this.
  ready.catch(() => undefined);
  return { child, ready, exit, out: () => out, err: () => err };
}
