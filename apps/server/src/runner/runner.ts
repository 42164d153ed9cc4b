import { type ChildProcess, fork } from "node:child_process";
import type { RunError, RunEvent, Vocabulary } from "@unclip/engine";
import type { FromRunner, RunBounds, RunOrder, ToRunner } from "@unclip/protocol";
import { type Budget, oomKills, overrun, type Usage, usageOf } from "./budget.ts";
import { hardening } from "./hardening.ts";
import { crashed, outOfMemory, stalled } from "./loss-errors.ts";

export interface RunnerOptions {
  /** Folders with model packs. */
  readonly models: readonly string[];
  /** The data folder; the runner writes assets into it. */
  readonly data: string;
  /** What computes: `cpu` by default. */
  readonly provider?: string;
  /** Bytes of model weights that may stay loaded. */
  readonly memory?: number;
  /** What one run may take; no bound where absent. */
  readonly budget?: Budget;
  /** Hears that a process is gone that had not been told to stop, and why. */
  readonly onLost?: (reason: Loss) => void;
  /** The module that the child process runs; the real one by default. */
  readonly main?: URL;
}

export interface Order extends RunOrder, RunBounds {
  readonly run: string;
}

/** Hears what a run says while it is carried out. */
export interface RunListener {
  event(event: RunEvent): void;
  /** The run holds an asset: it stored it, or shows one that an earlier run stored. */
  holds(asset: string, bytes: number): void;
}

/** How a run left its runner. */
export type Outcome =
  /** `run-finished` was the last event. */
  | { readonly how: "finished" }
  /** `crashed`: through no fault of the run, as far as one can tell; it may be tried again. */
  | { readonly how: "failed" | "crashed"; readonly error: RunError }
  /** It did not answer a cancel and was killed, or the server is stopping. */
  | { readonly how: "killed" };

/** What a runner can do. */
export interface Offer {
  readonly provider: string;
  readonly vocabulary: Vocabulary;
}

/** Why a process is gone: by itself, killed for what its run did, or because earlier runs left it too large. */
export type Loss = "crashed" | "cancelled" | "budget_exceeded" | "stalled" | "outgrown";

interface Current {
  readonly run: string;
  readonly listener: RunListener;
  end(outcome: Outcome): void;
  /** What becomes of the run once its process, which is being killed, is gone. */
  verdict?: Outcome;
  deadline?: NodeJS.Timeout;
  readonly startedAt: number;
  /** What the process had used when the run began. */
  readonly before: Usage | undefined;
  /** Processes of this machine that the system had ended for memory by then. */
  readonly oomKills: number;
  /** The most memory that the process was seen to have, in bytes. */
  peak: number;
}

/** Milliseconds that a runner has to end a cancelled run before it is killed. */
const patience = 700;
/** Milliseconds between two looks at a process. */
const watchEvery = 500;
/** The share of a run's memory that a process may have before it is given one. */
const outgrownAt = 0.5;
/** Seconds that a process has to get ready. */
const starting = 60;

/**
 * One child process that computes, one run at a time. A model call blocks its process and cannot be interrupted, so
 * the process is killed when it does not end a cancelled run in time; whatever ends it, a new one takes its place.
 */
export class Runner {
  readonly #options: RunnerOptions;
  readonly #onIdle: (runner: Runner) => void;
  #child: ChildProcess | undefined;
  #offer: Offer | undefined;
  #current: Current | undefined;
  /** Starts in a row that ended before the runner was ready. */
  #failures = 0;
  #stopped = false;
  /** The process is being killed between two runs; the next one takes the next run. */
  #replacing = false;
  /** What the process is being killed for. */
  #loss: Loss | undefined;
  /** Why the last process said that it cannot compute. */
  #unable: string | undefined;
  #respawn: NodeJS.Timeout | undefined;
  readonly #watch: NodeJS.Timeout | undefined;
  /** Pings that the process has not answered, one a look. */
  #unanswered = 0;
  /** Runs that the process has ended. */
  #served = 0;
  /** What kept the last process from getting ready. */
  problem: string | undefined;

  /** @param onIdle called whenever the runner can take a run: when it is ready and after each run */
  constructor(options: RunnerOptions, onIdle: (runner: Runner) => void) {
    this.#options = options;
    this.#onIdle = onIdle;
    const { budget } = options;
    if (budget !== undefined) {
      const every = Math.min(watchEvery, (1000 * Math.min(budget.silence, budget.seconds)) / 4);
      this.#watch = setInterval(() => this.#look(budget, every / 1000), every).unref();
    }
    this.#spawn();
  }

  /** What the runner offers, from the moment that it is first ready. */
  get offer(): Offer | undefined {
    return this.#offer;
  }

  get ready(): boolean {
    return this.#child !== undefined && this.#failures === 0 && this.#offer !== undefined;
  }

  get idle(): boolean {
    return this.ready && this.#current === undefined && !this.#stopped && !this.#replacing;
  }

  /** Carries out a run. Only when {@link idle}. */
  run(order: Order, listener: RunListener): Promise<Outcome> {
    if (!this.idle) throw new Error("The runner is busy; give it a run when it is idle.");
    return new Promise((resolve) => {
      const before = usageOf(this.#child!.pid!);
      this.#current = {
        run: order.run,
        listener,
        end: resolve,
        startedAt: performance.now(),
        before,
        oomKills: oomKills(),
        peak: before?.memory ?? 0,
      };
      this.#tell({ do: "run", ...order });
    });
  }

  /** Ends the run under way: by asking, and after {@link patience} by force. */
  cancel(run: string): void {
    const current = this.#current;
    if (current?.run !== run || current.deadline !== undefined) return;
    this.#tell({ do: "cancel", run });
    current.deadline = setTimeout(() => this.#kill({ how: "killed" }, "cancelled"), patience);
  }

  /**
   * Ends the run under way, with an error that is its own: by asking, as {@link cancel} does, so that the process and
   * what it has cached for others stay.
   */
  fail(run: string, error: RunError): void {
    if (this.#current?.run !== run) return;
    this.#current.verdict ??= { how: "failed", error };
    this.cancel(run);
  }

  /** Ends the process, and the run under way with it. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#respawn);
    clearInterval(this.#watch);
    this.#kill({ how: "killed" }, "cancelled");
  }

  /** Ends the process; the run under way, if there is one, ends with the first verdict on it. */
  #kill(verdict: Outcome, loss: Loss): void {
    this.#loss ??= loss;
    if (this.#current !== undefined) this.#current.verdict ??= verdict;
    this.#child?.kill("SIGKILL");
  }

  /** Holds the process to its budget and to answering, run or no run. */
  #look(budget: Budget, seconds: number): void {
    const child = this.#child;
    if (child === undefined) return;
    // A process that is starting answers nobody until it has loaded its modules and tried its provider.
    const silence = this.#failures > 0 ? Math.max(budget.silence, starting) : budget.silence;
    if (this.#unanswered++ * seconds > silence) {
      console.error(`Runner ${child.pid} was silent for ${silence} seconds and is replaced.`);
      this.#unanswered = 0;
      this.#kill({ how: "crashed", error: stalled(silence) }, "stalled");
      return;
    }
    this.#tell({ do: "ping" });
    const current = this.#current;
    if (current === undefined || current.verdict !== undefined) return;
    const now = usageOf(child.pid!);
    current.peak = Math.max(current.peak, now?.memory ?? 0);
    const used = now && { ...now, written: now.written - (current.before?.written ?? 0) };
    const message = overrun(budget, (performance.now() - current.startedAt) / 1000, used);
    if (message === undefined) return;
    this.#kill({ how: "failed", error: { code: "budget_exceeded", message } }, "budget_exceeded");
  }

  /** Replaces a process that earlier runs left too large: so a run that passes its budget did so by itself. */
  #outgrown(): boolean {
    const { budget } = this.#options;
    const child = this.#child;
    if (budget === undefined || child === undefined || this.#served === 0) return false;
    if ((usageOf(child.pid!)?.memory ?? 0) <= outgrownAt * budget.memory) return false;
    this.#replacing = true;
    this.#kill({ how: "killed" }, "outgrown");
    return true;
  }

  #spawn(): void {
    const source = import.meta.url.endsWith(".ts");
    const main = this.#options.main ?? new URL(source ? "./main.ts" : "./main.js", import.meta.url);
    const args = [
      ...this.#options.models.flatMap((folder) => ["--models", folder]),
      "--data",
      this.#options.data,
      ...(this.#options.provider === undefined ? [] : ["--provider", this.#options.provider]),
      ...(this.#options.memory === undefined ? [] : ["--memory", String(this.#options.memory)]),
      ...(this.#options.budget === undefined ? [] : ["--run-memory", String(this.#options.budget.memory)]),
    ];
    const child = fork(main, args, {
      serialization: "advanced",
      execArgv: [...hardening, ...(source ? ["--conditions=@unclip/source"] : [])],
      // From 1.29 on onnxruntime tells its maker what it runs, unless it is told not to (its docs/Privacy.md).
      env: { ...process.env, ORT_DISABLE_TELEMETRY: "1" },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.#child = child;
    this.#replacing = false;
    this.#loss = undefined;
    this.#unanswered = 0;
    this.#served = 0;
    this.#failures++;
    child.on("message", (message) => this.#hear(child, message as FromRunner));
    child.once("exit", (code, signal) =>
      this.#gone(child, signal ? `signal ${signal}` : `exit code ${code}`),
    );
    child.on("error", (error) => {
      // Without a process id it never started, and no exit will tell.
      if (child.pid === undefined) this.#gone(child, error.message);
      else console.error(`Runner ${child.pid}: ${error.message}`);
    });
  }

  #tell(message: ToRunner): void {
    // A process that is gone answers with its exit, which ends the run.
    this.#child?.send(message, () => {});
  }

  #hear(child: ChildProcess, message: FromRunner): void {
    if (child !== this.#child) return;
    this.#unanswered = 0;
    if (message.say === "unable") this.#unable = message.problem;
    if (message.say === "ready") {
      this.#failures = 0;
      this.problem = undefined;
      this.#unable = undefined;
      this.#offer = { provider: message.provider, vocabulary: message.vocabulary };
      this.#onIdle(this);
    }
    if (!("run" in message) || message.run !== this.#current?.run) return;
    if (message.say === "failed") {
      this.#end({ how: "failed", error: message.error });
      return;
    }
    if (message.say === "holds") {
      this.#current.listener.holds(message.asset, message.bytes);
      return;
    }
    const { listener, verdict } = this.#current;
    const { event } = message;
    const finished = event.event === "run-finished";
    // A run that was ended for a reason says that it was cancelled; its end is the reason.
    const ended = finished && event.status === "cancelled" ? verdict : undefined;
    if (ended === undefined) listener.event(event);
    if (finished) this.#end(ended ?? { how: "finished" });
  }

  #end(outcome: Outcome): void {
    const current = this.#current;
    if (current === undefined) return;
    clearTimeout(current.deadline);
    this.#current = undefined;
    this.#served++;
    current.end(outcome);
    if (this.idle && !this.#outgrown()) this.#onIdle(this);
  }

  /** What became of a run whose process ended by itself: one that took the memory would take it again. */
  #verdict(how: string): Outcome {
    const { peak = 0, oomKills: before = 0 } = this.#current ?? {};
    const allowed = this.#options.budget?.memory ?? Number.POSITIVE_INFINITY;
    const large = peak > outgrownAt * allowed;
    const forMemory =
      how === "signal SIGKILL" ? large || oomKills() > before : how === "signal SIGABRT" && large;
    if (!forMemory) return { how: "crashed", error: crashed(how) };
    this.#loss ??= "budget_exceeded";
    return { how: "failed", error: outOfMemory(how, peak) };
  }

  #gone(child: ChildProcess, how: string): void {
    if (child !== this.#child) return;
    this.#child = undefined;
    // The first failure is the count that #spawn raised; a process that was ready has none.
    const problem = this.#unable ?? `The runner does not start (${how}).`;
    if (this.#failures === 1 && !this.#stopped) console.error(problem);
    this.problem = this.#failures > 0 ? problem : undefined;
    this.#end(this.#current?.verdict ?? this.#verdict(how));
    if (this.#stopped) return;
    this.#options.onLost?.(this.#loss ?? "crashed");
    const delay = this.#failures === 0 ? 0 : Math.min(5000, 100 * 2 ** this.#failures);
    this.#respawn = setTimeout(() => this.#spawn(), delay);
  }
}
