import type { Server } from "node:http";

/** Milliseconds between two lines of the log about it. */
const sayEvery = 60_000;

/**
 * Lets a server have so many connections at once and no more, whatever speaks on them: each takes memory and a file
 * handle before anyone has shown a token. One more is closed without an answer; those that are open go on.
 */
export function boundConnections(http: Server, most: number): void {
  http.maxConnections = most;
  let said = Number.NEGATIVE_INFINITY;
  http.on("drop", () => {
    const now = performance.now();
    if (now - said < sayEvery) return;
    said = now;
    console.error(
      `A connection was refused: ${most} are open, as many as --connections allows. Close some, or start the server with more.`,
    );
  });
}
