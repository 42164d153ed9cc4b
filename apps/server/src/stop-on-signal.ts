/** What the server does when it is asked to stop, by a signal or by the end of the `npm start` that started it. */

/** Milliseconds within which several signals are one wish: Ctrl+C comes from the terminal and again from npm. */
const burst = 1000;
/** Milliseconds between two looks at whether npm is still there. */
const lookEvery = 500;

interface StopOptions {
  /** Drains the server and resolves when all is closed. */
  readonly stop: () => Promise<void>;
  readonly process: Pick<NodeJS.Process, "on" | "exit" | "ppid" | "env">;
  /** Milliseconds of a clock that does not go backwards. */
  readonly now?: () => number;
}

/**
 * Stops the server at SIGTERM, SIGINT and SIGHUP, then ends the process. A second wish to stop, later than the signals of
 * one Ctrl+C, ends it at once; what was running is queued again at the next start.
 */
export function stopOnSignal({ stop, process, now = () => performance.now() }: StopOptions): void {
  let asked: number | undefined;
  const begin = () => {
    if (asked !== undefined) {
      if (now() - asked > burst) process.exit(1);
      return;
    }
    asked = now();
    stop().then(
      () => process.exit(0),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, begin);
  watchParent(process, begin);
}

/** `npm start` that is killed hands nothing on; a process whose parent is gone gets another one. */
function watchParent(process: StopOptions["process"], onGone: () => void): void {
  if (process.env.npm_lifecycle_event !== "start") return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, lookEvery);
  timer.unref();
}
