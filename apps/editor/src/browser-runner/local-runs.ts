/** The runs of this page, carried out one after the other in this browser, with their events and pictures. */
import type { RunError, RunEvent, Vocabulary } from "@unclip/engine";
import type { RunOrder, RunRecord } from "@unclip/protocol";
import { type BrowserRunner, startBrowserRunner } from "./browser-runner.ts";
import type { FromBrowserRunner, StartOptions } from "./messages.ts";

interface LocalRun {
  readonly order: RunOrder;
  readonly events: RunEvent[];
  record: RunRecord;
}

type Message<Say extends FromBrowserRunner["say"]> = Omit<Extract<FromBrowserRunner, { say: Say }>, "say">;

/** What people are told besides what becomes of runs. */
export interface Teller {
  backend(backend: Message<"backend">): void;
  download(progress: Message<"download">): void;
  /** Nothing is being downloaded any more, whether it all came or not. */
  idle(): void;
  /** What of a pack is stored, or why it cannot be used. */
  stored(pack: string, amount: { readonly bytes: number; readonly of: number } | string): void;
  /** Bytes of the pictures that are kept here. */
  pictures(bytes: number): void;
  problem(message: string): void;
}

export interface RunListeners {
  events(run: string, events: readonly RunEvent[]): void;
  run(record: RunRecord): void;
}

/** What the runner said of itself. */
export interface Ready {
  readonly provider: string;
  readonly vocabulary: Vocabulary;
}

export class LocalRuns {
  readonly #addresses: () => Pick<StartOptions, "models" | "assets">;
  readonly #teller: Teller;
  readonly #runs = new Map<string, LocalRun>();
  readonly #waiting: string[] = [];
  /** Addresses of pictures, made from the bytes that the runner gave. */
  readonly #pictures = new Map<string, string>();
  #runner: BrowserRunner | undefined;
  #becomeReady: (ready: Ready) => void = () => {};
  #current: string | undefined;
  /** Resolves when the runner is there; it is started by who waits first. */
  readonly #ready = new Promise<Ready>((resolve) => {
    this.#becomeReady = resolve;
  });
  listeners: RunListeners | undefined;
  /** What computes, once the runner is there. */
  provider: string | null = null;

  /** @param addresses where model packs and pictures are, asked for when the runner starts */
  constructor(addresses: () => Pick<StartOptions, "models" | "assets">, teller: Teller) {
    this.#addresses = addresses;
    this.#teller = teller;
  }

  ready(): Promise<Ready> {
    this.#runner ??= startBrowserRunner({ ...this.#addresses(), gpu: true }, (message) =>
      this.#hear(message),
    );
    return this.#ready;
  }

  /** Newest first. */
  get records(): readonly RunRecord[] {
    return [...this.#runs.values()].map(({ record }) => record).reverse();
  }

  get(id: string): LocalRun | undefined {
    return this.#runs.get(id);
  }

  pictureUrl(asset: string): string | undefined {
    return this.#pictures.get(asset);
  }

  /** Accepts a run, which begins when those before it have ended. */
  start(order: RunOrder): string {
    const id = randomId();
    const createdAt = new Date().toISOString();
    const ahead = this.#waiting.length + (this.#current === undefined ? 0 : 1);
    const record: RunRecord = {
      id,
      status: "queued",
      title: order.graph.title,
      createdAt,
      finishedAt: null,
      ahead,
    };
    this.#runs.set(id, { order, events: [], record });
    this.#waiting.push(id);
    void this.ready().then(() => this.#next());
    return id;
  }

  cancel(id: string): void {
    const at = this.#waiting.indexOf(id);
    if (at >= 0) {
      this.#waiting.splice(at, 1);
      this.#note(id, "cancelled");
    } else if (id === this.#current) this.#runner?.cancel(id);
  }

  /** Keeps a picture or embeddings in this browser and returns the asset id. Throws if the file cannot be read or stored. */
  async keep(file: Blob): Promise<string> {
    const runner = await this.#started();
    const id = await runner.keep(new Uint8Array(await file.arrayBuffer()));
    this.#remember(id, file);
    return id;
  }

  /** Reads a file that was kept in this browser. Resolves to `undefined` if there is none of that id. */
  async read(id: string): Promise<Blob | undefined> {
    const file = await (await this.#started()).read(id);
    if (file === undefined) return undefined;
    const blob = new Blob([file.bytes as Uint8Array<ArrayBuffer>], { type: file.type });
    this.#remember(id, blob);
    return blob;
  }

  async #started(): Promise<BrowserRunner> {
    await this.ready();
    if (this.#runner !== undefined) return this.#runner;
    throw new Error("The part of the page that computes has ended. Try again.");
  }

  #remember(id: string, blob: Blob): void {
    if (!this.#pictures.has(id)) this.#pictures.set(id, URL.createObjectURL(blob));
  }

  /** Looks at what of a pack is stored here, removes it, or downloads it all; the teller hears of it. */
  async storage(what: "look" | "evict" | "download", pack: string): Promise<void> {
    await this.ready();
    this.#runner?.tell({ do: what, pack });
  }

  /** Looks how much room the pictures take that the person brought, or removes them; the teller hears of it. */
  async storedPictures(what: "look-at-pictures" | "evict-pictures"): Promise<void> {
    await this.ready();
    this.#runner?.tell({ do: what });
  }

  #next(): void {
    if (this.#current !== undefined) return;
    const id = this.#waiting.shift();
    const run = id === undefined ? undefined : this.#runs.get(id);
    if (id === undefined || run === undefined) return;
    this.#current = id;
    this.#note(id, "running");
    this.#runner?.run({ run: id, ...run.order });
  }

  #hear(message: FromBrowserRunner): void {
    switch (message.say) {
      case "ready":
        this.provider = message.provider;
        this.#becomeReady(message);
        break;
      case "backend":
        this.#teller.backend(message);
        break;
      case "download":
        this.#teller.download(message);
        break;
      case "stored":
        this.#teller.stored(message.pack, message);
        break;
      case "pictures":
        this.#teller.pictures(message.bytes);
        break;
      case "unusable":
        this.#teller.stored(message.pack, message.message);
        break;
      case "problem":
        this.#teller.problem(message.message);
        break;
      case "stopped":
        this.#stop(message.message);
        break;
      case "asset": {
        this.#remember(
          message.id,
          new Blob([message.bytes as Uint8Array<ArrayBuffer>], { type: message.type }),
        );
        break;
      }
      case "event":
        this.#event(message.run, message.event);
        break;
      case "failed":
        this.#fail(message.run, message.error);
        break;
    }
  }

  #event(id: string, event: RunEvent): void {
    this.#runs.get(id)?.events.push(event);
    this.listeners?.events(id, [event]);
    if (event.event !== "run-finished") return;
    if (id === this.#current) this.#current = undefined;
    this.#teller.idle();
    this.#note(id, event.status);
    this.#next();
  }

  /** Without a runner the runs that wait for it fail; the next one starts another. */
  #stop(message: string): void {
    this.#runner = undefined;
    this.provider = null;
    this.#teller.idle();
    const waiting = this.#waiting.splice(0);
    for (const id of waiting) this.#fail(id, { code: "runner_failed", message });
    // A run that failed says so itself.
    if (waiting.length === 0) this.#teller.problem(message);
  }

  /** A run that ended without its last event gets one, with the error on the nodes that were computing. */
  #fail(id: string, error: RunError): void {
    const run = this.#runs.get(id);
    if (run === undefined) return;
    run.record = { ...run.record, error };
    const status = error.code === "cancelled" ? "cancelled" : "failed";
    const begun = new Set<string>();
    for (const event of run.events) {
      if (event.event === "node-started") begun.add(event.node);
      if (event.event === "node-finished" || event.event === "node-failed") begun.delete(event.node);
    }
    let seq = (run.events.at(-1)?.seq ?? -1) + 1;
    for (const node of begun) this.#event(id, { seq: seq++, event: "node-failed", node, error });
    this.#event(id, { seq, event: "run-finished", status, computed: 0, cached: 0, milliseconds: 0 });
  }

  #note(id: string, status: RunRecord["status"]): void {
    const run = this.#runs.get(id);
    if (run === undefined) return;
    const ended = status === "queued" || status === "running" ? null : new Date().toISOString();
    run.record = { ...run.record, status, ahead: 0, finishedAt: ended };
    this.listeners?.run(run.record);
  }
}

/** 32 hex digits. Not `crypto.randomUUID`, which a page that is neither on https nor on localhost does not have. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
