import type { RunEvent } from "../contract/events.ts";

type Unnumbered<E> = E extends unknown ? Omit<E, "seq"> : never;
/** An event before it has its place. */
export type NewEvent = Unnumbered<RunEvent>;

/** Events on their way from a run to one reader: numbered from 0 without gaps, kept until they are read. */
export class EventStream {
  #next = 0;
  #unread: RunEvent[] = [];
  #ended = false;
  #wake: (() => void) | undefined;

  push(event: NewEvent): void {
    this.#unread.push({ seq: this.#next++, ...event } as RunEvent);
    this.#wake?.();
  }

  /** No event follows. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async *read(): AsyncGenerator<RunEvent, void, void> {
    for (;;) {
      const events = this.#unread;
      this.#unread = [];
      yield* events;
      if (this.#unread.length > 0) continue;
      if (this.#ended) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
  }
}
