/** The thread that writes the database's log back into the database, so that no request waits for it. */
import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";

const db = new DatabaseSync(workerData as string, { timeout: 0 });
// What this connection writes is flushed before the log is used anew.
db.exec("PRAGMA synchronous = FULL");
parentPort?.on("message", (message) => {
  if (message === "stop") {
    db.close();
    parentPort?.close();
    return;
  }
  let problem: string | undefined;
  try {
    // Passive: it waits for nobody, and nobody for it.
    db.exec("PRAGMA wal_checkpoint(PASSIVE)");
  } catch (error) {
    problem = (error as Error).message;
  }
  parentPort?.postMessage(problem);
});
