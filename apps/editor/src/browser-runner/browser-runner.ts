/** The page's end of the runner in this browser. */
import type { RunOrder, ToRunner } from "@unclip/protocol";
import type { FromBrowserRunner, StartOptions, ToBrowserRunner } from "./messages.ts";

export interface BrowserRunner {
  /** Carries out a run; one at a time. Its events are heard, and `failed` where it ends without them. */
  run(order: RunOrder & { readonly run: string }): void;
  /** Ends the run under way: by asking, and after {@link patience} by force. */
  cancel(run: string): void;
  /** Keeps a picture and gives its asset. Throws where the browser cannot, or the Worker ends before it has. */
  keep(bytes: Uint8Array, type: string): Promise<string>;
  /** What the Worker is told besides. */
  tell(message: Exclude<ToBrowserRunner, ToRunner | { do: "start" | "keep" }>): void;
  /** Ends the Worker and everything that it holds. */
  close(): void;
}

/** Milliseconds that a cancelled run has to end. A new Worker loads its models again, so this is longer than a model call. */
const patience = 10_000;

interface Keeping {
  resolve(id: string): void;
  reject(error: Error): void;
}

/** Starts the Worker, and starts it again when it ends within a run, unexpectedly or by force. */
export function startBrowserRunner(
  options: StartOptions,
  hear: (message: FromBrowserRunner) => void,
): BrowserRunner {
  let current: string | undefined;
  let deadline: ReturnType<typeof setTimeout> | undefined;
  const keeping = new Map<number, Keeping>();
  let requests = 0;
  let worker = spawn();

  function spawn(): Worker {
    const started = new Worker(new URL("../runner-worker.ts", import.meta.url), { type: "module" });
    started.addEventListener("message", ({ data }: MessageEvent<FromBrowserRunner>) => {
      if (data.say === "stopped") return replace("runner_failed", data.message);
      if (data.say === "kept" || data.say === "unkept") return answerKeeping(data);
      const ended = data.say === "failed" || (data.say === "event" && data.event.event === "run-finished");
      if (ended && data.run === current) settle();
      hear(data);
    });
    started.addEventListener("error", (event) => {
      replace(
        "runner_crashed",
        `The part of the page that computes ended unexpectedly (${event.message || "it could not be loaded"}). Run the graph again; if it stays so, load the page again.`,
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

  function answerKeeping(answer: Extract<FromBrowserRunner, { say: "kept" | "unkept" }>): void {
    const waiting = keeping.get(answer.request);
    keeping.delete(answer.request);
    if (answer.say === "kept") waiting?.resolve(answer.id);
    else waiting?.reject(new Error(answer.message));
  }

  function end(message: string): void {
    settle();
    worker.terminate();
    for (const { reject } of keeping.values()) reject(new Error(message));
    keeping.clear();
  }

  function replace(code: string, message: string): void {
    const run = current;
    end(message);
    // Without a run under way it may be the start that fails, again and again.
    if (run === undefined) hear({ say: "stopped", message });
    else {
      worker = spawn();
      hear({ say: "failed", run, error: { code, message } });
    }
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
    keep(bytes, type) {
      const request = ++requests;
      return new Promise((resolve, reject) => {
        keeping.set(request, { resolve, reject });
        worker.postMessage({ do: "keep", request, bytes, type } satisfies ToBrowserRunner);
      });
    },
    tell: (message) => worker.postMessage(message),
    close: () => end("The runner was closed."),
  };
}
