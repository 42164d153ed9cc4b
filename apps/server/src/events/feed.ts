import type { RunEvent } from "@unclip/engine";
import type { RunRecord } from "@unclip/protocol";

export interface FeedListener {
  /** New events of a run, stored already, in order. */
  events(run: string, events: readonly RunEvent[]): void;
  /** A run was accepted, started or ended. */
  run(record: RunRecord): void;
}

/** Events as they happen, for live listeners. Past events are in the repository. */
export class Feed {
  readonly #listeners = new Set<FeedListener>();

  /** Returns the function that ends it. */
  listen(listener: FeedListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  events(run: string, events: readonly RunEvent[]): void {
    if (events.length > 0) for (const listener of this.#listeners) listener.events(run, events);
  }

  run(record: RunRecord | undefined): void {
    if (record !== undefined) for (const listener of this.#listeners) listener.run(record);
  }
}
