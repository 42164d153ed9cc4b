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
