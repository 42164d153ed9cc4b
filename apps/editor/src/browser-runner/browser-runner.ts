/** The page's end of the runner in this browser. */
import type { Graph } from "@unclip/graph";
import type { FromBrowserRunner, StartOptions, ToBrowserRunner } from "./messages.ts";

export interface BrowserRunner {
  /** Carries out a run; one at a time. Its events are heard, and `failed` where it ends without them. */
  run(order: { readonly run: string; readonly graph: Graph; readonly targets?: readonly string[] }): void;
  /** Ends the run under way: by asking, and after {@link patience} by force. */
  cancel(run: string): void;
  /** What the Worker is told besides runs. */
  tell(message: Extract<ToBrowserRunner, { do: "keep" | "look" | "evict" | "download" }>): void;
  /** Ends the Worker and everything that it holds. */
  close(): void;
}

/** Milliseconds that a cancelled run has to end. A new Worker loads its models again, so this is longer than a model call. */
const patience = 10_000;

/** Starts the Worker, and starts it again when it ends unexpectedly or must be ended. */
export function startBrowserRunner(
  options: StartOptions,
  hear: (message: FromBrowserRunner) => void,
): BrowserRunner {
  let current: string | undefined;
  let deadline: ReturnType<typeof setTimeout> | undefined;
  let worker = spawn();

  function spawn(): Worker {
    const started = new Worker(new URL("../runner-worker.ts", import.meta.url), { type: "module" });
    started.addEventListener("message", ({ data }: MessageEvent<FromBrowserRunner>) => {
      const ended = data.say === "failed" || (data.say === "event" && data.event.event === "run-finished");
      if (ended && data.run === current) settle();
      hear(data);
    });
    started.addEventListener("error", (event) => {
      replace(
        "runner_crashed",
        `The part of the page that computes ended unexpectedly (${event.message || "it could not be loaded"}). A new one was started; run the graph again.`,
      );
    });
    started.postMessage({ do: "start", ...options } satisfies ToBrowserRunner);
    return started;
  }

  function settle(): void {
    clearTimeout(deadline);
    deadline = undefined;
    current = undefined;
  }

  function replace(code: string, message: string): void {
    const run = current;
    settle();
    worker.terminate();
    // Without a run under way it may be the start that fails; the next run tries again.
    if (run !== undefined) {
      worker = spawn();
      hear({ say: "failed", run, error: { code, message } });
    } else hear({ say: "problem", message });
  }

  return {
    run(order) {
      current = order.run;
      worker.postMessage({ do: "run", ...order } satisfies ToBrowserRunner);
    },
    cancel(run) {
      if (run !== current || deadline !== undefined) return;
      worker.postMessage({ do: "cancel", run } satisfies ToBrowserRunner);
      deadline = setTimeout(
        () => replace("cancelled", "The run was cancelled in the middle of a model call."),
        patience,
      );
    },
    tell: (message) => worker.postMessage(message),
    close() {
      settle();
      worker.terminate();
    },
  };
}
