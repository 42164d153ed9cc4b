/** Plan → events: walks the plan, takes what is cached, runs the rest, tells what happens. */

import type { RunEvent } from "../contract/events.ts";
import type { Plan } from "../plan/planned.ts";
import { EventStream, type NewEvent } from "./event-stream.ts";
import type { ExecuteOptions } from "./execute-options.ts";
import { RunWalk } from "./run-walk.ts";

/**
 * Runs a plan. The events are numbered from 0 without gaps; the first is `run-started`, the last `run-finished`.
 * A node that fails stops only what needs it. Never throws: every fault is an event. A reader that stops reading
 * cancels the run.
 */
export async function* execute<Host>(
  plan: Plan,
  options: ExecuteOptions<Host>,
): AsyncGenerator<RunEvent, void, void> {
  const left = new AbortController();
  const stream = new EventStream();
  const tell = (event: NewEvent) => stream.push(event);
  const walk = new RunWalk(
    plan,
    { ...options, signal: AbortSignal.any([options.signal, left.signal]) },
    tell,
  );
  const ended = walk.run().finally(() => stream.end());
  try {
    yield* stream.read();
  } finally {
    left.abort();
    await ended;
  }
}
