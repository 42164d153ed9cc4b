import { Worker } from "node:worker_threads";
import type { Vocabulary } from "@unclip/engine";
import { errorOf } from "../fault.ts";
import { ApiError } from "../problem.ts";
import type { FromChecker, GraphToSave, RunToAccept, ToChecker } from "./messages.ts";

/** What the check of a run needs to know: the node types, and the space of the graph's model where it is known. */
export interface CheckContext {
  readonly vocabulary: Vocabulary;
  readonly space: string | undefined;
}

interface Job {
  readonly contextOf: (model: string) => Promise<CheckContext>;
  resolve(result: RunToAccept | GraphToSave): void;
  reject(error: Error): void;
}

/** Milliseconds that the thread may be silent while it has work: what it may take is bounded to far less. */
const patience = 20_000;
/** Megabytes of the thread's heap: several times what the largest graph takes. */
const heap = 512;

/**
 * Has the graphs of requests read and checked by a thread of its own. If one ends the thread or holds it, that request and
 * those under way with it are refused, and a new thread takes the next.
 */
export class GraphDesk {
  readonly #jobs = new Map<number, Job>();
  readonly #main: URL;
  readonly #patience: number;
  #worker: Worker | undefined;
  /** What the thread knows. */
  #vocabulary: Vocabulary | undefined;
  #orders = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(main = ownMain(), silence = patience) {
    this.#main = main;
    this.#patience = silence;
    // Now, and not with the first request: a server may run out of files to open, or lose its disk.
    this.#worker = this.#start();
  }

  /**
   * Reads and checks a request to run a graph. Rejects with ApiError 400 or 422 with the problems of the document or of
   * the graph, 503 `checking_failed`, or with what `contextOf` threw.
   */
  readRun(body: Uint8Array, contextOf: (model: string) => Promise<CheckContext>): Promise<RunToAccept> {
    return this.#read("run", body, contextOf) as Promise<RunToAccept>;
  }

  /** Reads a request to save a graph, which need not run. Rejects with ApiError 400 or 422, or 503 `checking_failed`. */
  readSave(body: Uint8Array): Promise<GraphToSave> {
    return this.#read("save", body, () =>
      Promise.reject(new Error("A graph to save is not checked.")),
    ) as never;
  }

  /** Ends the thread; what is under way is refused. */
  stop(): Promise<unknown> {
    const worker = this.#worker;
    this.#gone(worker, "The server is stopping.");
    return worker?.terminate() ?? Promise.resolve();
  }

  #read(what: "run" | "save", body: Uint8Array, contextOf: Job["contextOf"]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const order = ++this.#orders;
      this.#jobs.set(order, { contextOf, resolve, reject });
      this.#tell({ do: "read", order, what, body });
    });
  }

  #tell(message: ToChecker): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
    this.#watch();
  }

  #start(): Worker {
    const source = import.meta.url.endsWith(".ts");
    const worker = new Worker(this.#main, {
      execArgv: source ? ["--conditions=@unclip/source"] : [],
      resourceLimits: { maxOldGenerationSizeMb: heap },
    });
    this.#vocabulary = undefined;
    worker.on("message", (message: FromChecker) => this.#hear(worker, message));
    worker.on("error", (error) => this.#gone(worker, error.message));
    worker.on("exit", () => this.#gone(worker, "The thread that checks graphs ended."));
    // A server that is done does not wait for it.
    worker.unref();
    return worker;
  }

  #hear(worker: Worker, message: FromChecker): void {
    const job = this.#jobs.get(message.order);
    if (worker !== this.#worker || job === undefined) return;
    this.#watch();
    if (message.say === "model") {
      job.contextOf(message.model).then(
        (context) => this.#check(worker, message.order, context),
        (error) => {
          if (worker === this.#worker) this.#tell({ do: "drop", order: message.order });
          this.#end(message.order)?.reject(error);
        },
      );
      return;
    }
    this.#end(message.order);
    if (message.say === "done") job.resolve(message.result);
    else job.reject(errorOf(message.fault));
  }

  #check(worker: Worker, order: number, { vocabulary, space }: CheckContext): void {
    if (worker !== this.#worker) return;
    const known = this.#vocabulary === vocabulary;
    this.#vocabulary = vocabulary;
    this.#tell({ do: "check", order, space, ...(known ? {} : { vocabulary }) });
  }

  #end(order: number): Job | undefined {
    const job = this.#jobs.get(order);
    this.#jobs.delete(order);
    this.#watch();
    return job;
  }

  /** Begins to wait anew for the thread to say something, where it has something to do. */
  #watch(): void {
    clearTimeout(this.#timer);
    if (this.#jobs.size === 0) return;
    this.#timer = setTimeout(() => {
      const worker = this.#worker;
      this.#gone(worker, "Checking the graph took too long.");
      void worker?.terminate();
    }, this.#patience).unref();
  }

  #gone(worker: Worker | undefined, reason: string): void {
    if (worker === undefined || worker !== this.#worker) return;
    this.#worker = undefined;
    clearTimeout(this.#timer);
    const jobs = [...this.#jobs.values()];
    this.#jobs.clear();
    if (jobs.length > 0) console.error(`Graphs could not be checked: ${reason}`);
    for (const job of jobs)
      job.reject(
        new ApiError(
          503,
          "checking_failed",
          reason,
          { remedy: "Try again in a moment." },
          { "Retry-After": "2" },
        ),
      );
  }
}

function ownMain(): URL {
  return new URL(import.meta.url.endsWith(".ts") ? "./main.ts" : "./main.js", import.meta.url);
}
