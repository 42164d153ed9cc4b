/** What is asked of and heard from whatever carries runs out, the server or this browser, while they are under way. */
import type { RunEvent } from "@unclip/engine";
import type { RunRecord } from "@unclip/protocol";

export interface LiveListeners {
  connected(): void;
  disconnected(): void;
  events(run: string, events: readonly RunEvent[]): void;
  run(record: RunRecord): void;
}

export interface Live {
  /** Follows a run from the event after `after`. Resolves to a sentence when the server refuses. */
  subscribe(run: string, after: number): Promise<string | undefined>;
  unsubscribe(run: string): void;
  close(): void;
}
