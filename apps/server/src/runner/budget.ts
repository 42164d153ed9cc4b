import { readFileSync } from "node:fs";

/** What one run may take, and how long its process may be silent. */
export interface Budget {
  readonly seconds: number;
  /** Bytes of memory of its process, without model files that are mapped and shared. */
  readonly memory: number;
  /** Bytes that its process writes. */
  readonly written: number;
  /** Seconds that a process may leave pings unanswered: as long as one model call, which blocks it. */
  readonly silence: number;
}

export interface Usage {
  readonly memory: number;
  readonly written: number;
}

/** What a process uses, in bytes; nothing where the system does not tell (anything but Linux). */
export function usageOf(pid: number): Usage | undefined {
  try {
    const memory = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    const written = /^wchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, "utf8"))?.[1];
    return { memory: Number(memory ?? 0) * 1024, written: Number(written ?? 0) };
  } catch {
    return undefined;
  }
}

/** How many processes the system has ended since it started because memory ran out; 0 where it does not tell. */
export function oomKills(): number {
  try {
    return Number(/^oom_kill (\d+)$/m.exec(readFileSync("/proc/vmstat", "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Which bound a run has passed, as a sentence; nothing as long as it keeps to all. */
export function overrun(budget: Budget, seconds: number, used: Usage | undefined): string | undefined {
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  if (seconds > budget.seconds)
    return `The run took more than ${budget.seconds} seconds. Use fewer steps or items, or start the server with a larger --run-seconds.`;
  if (used === undefined) return undefined;
  if (used.memory > budget.memory)
    return `The run's process took ${megabytes(used.memory)} of memory; ${megabytes(budget.memory)} are allowed. Use smaller pictures or fewer items, or start the server with a larger --run-memory.`;
  if (used.written > budget.written)
    return `The run wrote ${megabytes(used.written)}; ${megabytes(budget.written)} are allowed. Use fewer or smaller pictures, or start the server with a larger --run-disk.`;
  return undefined;
}
