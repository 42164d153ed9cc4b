import { type ChildProcess, fork } from "node:child_process";
import { errorOf } from "../fault.ts";
import { ApiError } from "../problem.ts";
import { usageOf } from "../runner/budget.ts";
import { hardening } from "../runner/hardening.ts";
import type { StoredUpload, UploadKind, UploadOrder, UploadReply } from "./messages.ts";

export interface UploadLimits {
  /** Seconds that one file may be read for. */
  readonly seconds: number;
  /** Bytes of memory of the process; the largest picture allowed takes about 700 MB while it is read. */
  readonly memory: number;
  /** Milliseconds without work after which the process ends: it keeps a decoder's memory. */
  readonly idle: number;
}

const defaultLimits: UploadLimits = { seconds: 60, memory: 2e9, idle: 60_000 };
const watchEvery = 200;
/** Seconds that the process has to get ready. */
const starting = 60;

interface Job {
  readonly upload: UploadOrder;
  resolve(stored: StoredUpload): void;
  reject(error: Error): void;
}

/**
 * Has uploads read, and what is kept of them stored, by a process of its own, one after the other. The process is
 * started for the first and ends when there was none for a while; whatever a file does to it, the server goes on.
 */
export class UploadDesk {
  readonly #assets: string;
  readonly #limits: UploadLimits;
  readonly #main: URL;
  readonly #line: Job[] = [];
  #current: Job | undefined;
  /** Why the process under way is being killed. */
  #verdict: string | undefined;
  #child: ChildProcess | undefined;
  #ready = false;
  #stopped = false;
  #orders = 0;
  #timers: NodeJS.Timeout[] = [];

  /** @param assets the folder that assets are stored in; @param main the module of the process */
  constructor(assets: string, limits: Partial<UploadLimits> = {}, main = ownMain()) {
    this.#assets = assets;
    this.#limits = { ...defaultLimits, ...limits };
    this.#main = main;
  }

  /**
   * Stores a picture as PNG, or embeddings as .npy or JSON. Rejects with what is wrong with the bytes: `HostError`
   * `image_format`, `image_corrupt`, `image_too_large`, `embedding_format`, `embedding_too_large`; ApiError 422
   * `upload_unreadable` when reading it took too much; 503 `upload_interrupted` when the process ended meanwhile, which
   * need not be the file's doing; 503 `uploads_not_ready`.
   */
  store(bytes: Uint8Array, kind: UploadKind): Promise<StoredUpload> {
    return new Promise((resolve, reject) => {
      this.#line.push({ upload: { order: ++this.#orders, kind, bytes }, resolve, reject });
      this.#next();
    });
  }

  /** Ends the process; what waits is refused. */
  stop(): void {
    this.#stopped = true;
    this.#clear();
    this.#child?.kill("SIGKILL");
    for (const job of [...(this.#current ? [this.#current] : []), ...this.#line.splice(0)])
      job.reject(notReady("The server is stopping."));
    this.#current = undefined;
  }

  #next(): void {
    if (this.#stopped || this.#current !== undefined) return;
    this.#clear();
    const job = this.#line.shift();
    if (job === undefined) {
      this.#timers.push(setTimeout(() => this.#child?.disconnect(), this.#limits.idle).unref());
      return;
    }
    this.#current = job;
    if (this.#child?.connected === true) {
      this.#begin(job);
      return;
    }
    this.#spawn();
    this.#timers.push(setTimeout(() => this.#kill("was not begun"), 1000 * starting).unref());
  }

  #begin(job: Job): void {
    this.#clear();
    const { seconds } = this.#limits;
    this.#timers.push(
      setTimeout(() => this.#kill(`took more than ${seconds} seconds`), 1000 * seconds).unref(),
      setInterval(() => this.#look(), watchEvery).unref(),
    );
    this.#child?.send(job.upload, () => {});
  }

  #look(): void {
    const { memory = 0 } = usageOf(this.#child?.pid ?? 0) ?? {};
    if (memory > this.#limits.memory)
      this.#kill(`took more than ${Math.round(this.#limits.memory / 1e6)} MB of memory`);
  }

  #kill(verdict: string): void {
    this.#verdict ??= verdict;
    this.#child?.kill("SIGKILL");
  }

  #spawn(): void {
    this.#ready = false;
    const source = import.meta.url.endsWith(".ts");
    const child = fork(this.#main, ["--assets", this.#assets], {
      serialization: "advanced",
      execArgv: [...hardening, ...(source ? ["--conditions=@unclip/source"] : [])],
      // What libvips itself calls untrusted, whatever a version of it adds (libvips.org, "Security").
      env: { ...process.env, VIPS_BLOCK_UNTRUSTED: "1" },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.#child = child;
    child.on("message", (message) => this.#hear(child, message as UploadReply));
    child.once("exit", (code, signal) => this.#gone(child, signal ?? `exit code ${code}`));
    child.on("error", (error) => {
      // Without a process id it never started, and no exit will tell.
      if (child.pid === undefined) this.#gone(child, error.message);
    });
  }

  #hear(child: ChildProcess, reply: UploadReply): void {
    if (child !== this.#child) return;
    const job = this.#current;
    if (reply.say === "ready") {
      this.#ready = true;
      if (job !== undefined) this.#begin(job);
      return;
    }
    // What is being killed may still answer: its file is refused all the same.
    if (this.#verdict !== undefined || reply.order !== job?.upload.order) return;
    this.#current = undefined;
    if (reply.say === "stored") job.resolve(reply.stored);
    else job.reject(errorOf(reply.fault));
    this.#next();
  }

  #gone(child: ChildProcess, how: string): void {
    if (child !== this.#child) return;
    const [job, verdict] = [this.#current, this.#verdict];
    this.#child = undefined;
    this.#current = undefined;
    this.#verdict = undefined;
    if (job !== undefined) {
      console.error(
        `${verdict === undefined ? `The process that reads files ended (${how})` : `An upload ${verdict}`}; the process is replaced.`,
      );
      if (!this.#ready) job.reject(notReady(`The process that reads files does not start.`));
      else job.reject(verdict === undefined ? interrupted(how) : unreadable(verdict));
    }
    this.#next();
  }

  #clear(): void {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
  }
}

function ownMain(): URL {
  return new URL(import.meta.url.endsWith(".ts") ? "./main.ts" : "./main.js", import.meta.url);
}

function unreadable(verdict: string): ApiError {
  return new ApiError(422, "upload_unreadable", `Reading the file ${verdict}.`, {
    remedy: "Open it in an image editor, make it smaller, and save it anew.",
  });
}

function interrupted(how: string): ApiError {
  const detail = `The process that reads files ended unexpectedly (${how}); the file was not stored.`;
  return unavailable("upload_interrupted", detail, "Try again. If it happens each time, save the file anew.");
}

function notReady(detail: string): ApiError {
  return unavailable("uploads_not_ready", detail, "Try again in a moment.");
}

function unavailable(code: string, detail: string, remedy: string): ApiError {
  return new ApiError(503, code, detail, { remedy }, { "Retry-After": "2" });
}
