import type { Host } from "@unclip/host";
import { carryOut, type FromRunner, type ToRunner, type Workshop } from "@unclip/protocol";

/** Serves a runner's parent: hears its orders until it is gone. */
export function serveParent(workshop: Workshop<Host>): void {
  const say = (message: FromRunner) => void process.send?.(message, () => {});
  const hear = carryOut(workshop, say);
  process.on("message", (message) => hear(message as ToRunner));
  // Without its server a runner has no purpose: a killed server leaves none behind.
  process.on("disconnect", () => process.exit(0));
  // Ctrl+C reaches the whole process group; the server decides when its runners end.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => {});
  process.on("SIGHUP", () => {});
}
