import { type Host, watchAssets } from "@unclip/host";
import { carryOut, type FromRunner, type ToRunner, type Workshop } from "@unclip/protocol";

/** Serves a runner's parent: hears its orders until it is gone. */
export function serveParent(workshop: Omit<Workshop<Host>, "assets">): void {
  const say = (message: FromRunner) => void process.send?.(message, () => {});
  const assets = watchAssets(workshop.host.assets);
  const hear = carryOut({ ...workshop, host: { ...workshop.host, assets }, assets }, say);
  process.on("message", (message) => hear(message as ToRunner));
  // Without its server a runner has no purpose: a killed server leaves none behind.
  process.on("disconnect", () => process.exit(0));
  // Ctrl+C reaches the whole process group; the server decides when its runners end.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => {});
  process.on("SIGHUP", () => {});
}
