import type { Vocabulary } from "@unclip/engine";

export interface QueueStatus {
  /** Some runner can take runs. */
  readonly ready: boolean;
  /** What the runners can do, from the moment that one was first ready. */
  readonly offer?: { readonly provider: string; readonly vocabulary: Vocabulary };
  /** What keeps runners from starting. */
  readonly problem?: string;
}

/**
 * Carries accepted runs to runners. The backlog is the repository's, so that a queue which is lost loses no run.
 * One implementation today (runners that are children of this process); another would hand claims to other machines.
 */
export interface RunQueue {
  status(): QueueStatus;
  /** There may be a run to carry out. */
  wake(): void;
  /** Ends a run under way within about a second; its end is an event. */
  cancel(run: string): void;
  /** Takes no more runs; resolves when those under way have ended or are back in the queue. */
  drain(milliseconds: number): Promise<void>;
}
