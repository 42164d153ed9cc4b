/**
 * What goes over the socket (socket.io, websocket only): the events of runs, resumable from a sequence number.
 * A client that lost its connection subscribes again with the last `seq` that it saw and misses nothing.
 */
import type { RunEvent } from "@unclip/engine";
import { z } from "zod";
import { type RunRecord, runIdSchema } from "./rest.ts";

export const subscribeSchema = z.strictObject({
  run: runIdSchema,
  /** Events up to this one are known; −1 for none. */
  after: z.int().min(-1),
});
export type Subscribe = z.infer<typeof subscribeSchema>;

export const unsubscribeSchema = z.strictObject({ run: runIdSchema });
export type Unsubscribe = z.infer<typeof unsubscribeSchema>;

export type Acknowledgement =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** From the editor to the server. */
export interface ClientMessages {
  subscribe(request: Subscribe, done: (reply: Acknowledgement) => void): void;
  unsubscribe(request: Unsubscribe, done: (reply: Acknowledgement) => void): void;
}

/** From the server to the editor. */
export interface ServerMessages {
  /** Events of one run, in order, without gaps (several at once when they came close together). */
  events(run: string, events: readonly RunEvent[]): void;
  /** A run was accepted, started or ended; for lists and queue depth. */
  run(record: RunRecord): void;
}
