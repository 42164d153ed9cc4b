/** Events of runs come faster than anyone can see: they are handed on in groups, so that the page is free between them. */
import type { RunEvent } from "@unclip/engine";

/**
 * Milliseconds between two groups; the first event, and what ends a run, does not wait. Every group is one drawing of
 * the canvas, and drawing, not our code, is what a storm of events costs.
 */
const pause = 125;

export type Receive = (run: string, events: readonly RunEvent[]) => void;

export function gather(receive: Receive): Receive {
  const waiting = new Map<string, RunEvent[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const handOn = () => {
    const groups = [...waiting];
    waiting.clear();
    // Quiet since the last group: the next event need not wait.
    timer = groups.length > 0 ? setTimeout(handOn, pause) : undefined;
    for (const [run, events] of groups) receive(run, events);
  };

  return (run, events) => {
    waiting.set(run, [...(waiting.get(run) ?? []), ...events]);
    const ends = events.some(({ event }) => event === "run-finished");
    if (timer !== undefined && !ends) return;
    clearTimeout(timer);
    handOn();
  };
}
