/** Tracing and tampering with system calls, where the machine allows it (Linux, strace installed, tracing permitted). */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";

/** Why {@link attach} cannot work here, or nothing. */
export function straceMissing(): string | undefined {
  const tried = spawnSync("strace", ["-o", "/dev/null", "true"]);
  if (tried.error !== undefined) return "strace is not installed";
  return tried.status === 0 ? undefined : "this machine does not allow strace";
}

/** Makes calls of a running process and of all its threads fail. Resolves once it does; `detach` mends them. */
export async function attach(pid: number, inject: string): Promise<{ detach(): Promise<void> }> {
  const tracer: ChildProcess = spawn(
    "strace",
    ["-f", "-p", String(pid), "-e", `inject=${inject}`, "-o", "/dev/null"],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  await new Promise<void>((resolve, reject) => {
    tracer.stderr?.on("data", (text) => String(text).includes("attached") && resolve());
    tracer.once("exit", () => reject(new Error("strace could not attach")));
  });
  return {
    detach: () =>
      new Promise((resolve) => {
        tracer.once("exit", () => resolve());
        tracer.kill("SIGINT");
      }),
  };
}

/** A system call of a trace: the path of the file that it is about (of `-y`), and whether it returned 0 or more. */
export interface TracedCall {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly succeeded: boolean;
}

/**
 * The calls of a trace made with `-f -y`, in the order in which they ended: one that another thread interrupted stands
 * in two lines. Calls that strace swallowed (`INJECTED`) count as they really were: nothing was done.
 */
export function readTrace(trace: string): TracedCall[] {
  const begun = new Map<string, string>();
  const calls: TracedCall[] = [];
  for (const line of trace.split("\n")) {
    const [, thread = "", rest = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const part = /^(.*) <unfinished \.\.\.>$/.exec(rest)?.[1];
    if (part !== undefined) {
      begun.set(thread, part);
      continue;
    }
    const end = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)?.[1];
    const text = end === undefined ? rest : `${begun.get(thread) ?? ""}${end}`;
    const name = /^(\w+)\(/.exec(text)?.[1];
    if (name === undefined) continue;
    const path = /^\w+\(\d+<([^>]*)>/.exec(text)?.[1] ?? "";
    calls.push({ name, path, text, succeeded: / = \d+$/.test(text) });
  }
  return calls;
}
