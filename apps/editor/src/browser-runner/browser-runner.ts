/** The page's end of the runner in this browser. */
import type { RunOrder, ToRunner } from "@unclip/protocol";
import type { FromBrowserRunner, KeptFile, StartOptions, ToBrowserRunner } from "./messages.ts";

export interface BrowserRunner {
  /** Carries out a run; one at a time. Its events are heard, and `failed` where it ends without them. */
  run(order: RunOrder & { readonly run: string }): void;
  /** Ends the run under way: by asking, and after {@link patience} by force. */
  cancel(run: string): void;
  /** Keeps a picture or embeddings and returns the asset id. Throws if the file cannot be read or stored. */
  keep(bytes: Uint8Array): Promise<string>;
  /** Reads a kept file. Resolves to `undefined` if there is none of that id. */
  read(id: string): Promise<KeptFile | undefined>;
  /** What the Worker is told besides. */
  tell(message: Exclude<ToBrowserRunner, ToRunner | { do: "start" | "keep" | "read" }>): void;
  /** Ends the Worker and everything that it holds. */
  close(): void;
}

/** Milliseconds that a cancelled run has to end. A new Worker loads its models again, so this is longer than a model call. */
const patience = 10_000;

type Answer = Extract<FromBrowserRunner, { request: number }>;

interface Request {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** Starts the Worker, and starts it again when it ends within a run, unexpectedly or by force. */
export function startBrowserRunner(
  options: StartOptions,
  hear: (message: FromBrowserRunner) => void,
): BrowserRunner {
  let current: string | undefined;
  let deadline: ReturnType<typeof setTimeout> | undefined;
  const requests = new Map<number, Request>();
  let lastRequest = 0;
  let worker = spawn();

  function spawn(): Worker {
    const started = new Worker(new URL("../runner-worker.ts", import.meta.url), { type: "module" });
    started.addEventListener("message", ({ data }: MessageEvent<FromBrowserRunner>) => {
      if (data.say === "stopped") return replace("runner_failed", data.message);
      if ("request" in data) return answer(data);
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

  function ask(what: { do: "keep"; bytes: Uint8Array } | { do: "read"; id: string }): Promise<Answer> {
    const request = ++lastRequest;
    return new Promise((resolve, reject) => {
      requests.set(request, { resolve, reject });
      worker.postMessage({ ...what, request } satisfies ToBrowserRunner);
    });
  }

  function answer(data: Answer): void {
    const waiting = requests.get(data.request);
    requests.delete(data.request);
    if (data.say === "unkept") waiting?.reject(new Error(data.message));
    else waiting?.resolve(data);
  }

  function end(message: string): void {
    settle();
    worker.terminate();
    for (const { reject } of requests.values()) reject(new Error(message));
    requests.clear();
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
    keep: async (bytes) => ((await ask({ do: "keep", bytes })) as Answer & { say: "kept" }).id,
    read: async (id) => ((await ask({ do: "read", id })) as Answer & { say: "read" }).file,
    tell: (message) => worker.postMessage(message),
    close: () => end("The runner was closed."),
  };
}
