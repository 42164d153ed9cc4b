/** A thread for checking that does what the text of a request says: `hang`, `end`, `hoard`; else it hands it back. */
import { parentPort } from "node:worker_threads";
import type { FromChecker, ToChecker } from "../src/checking/messages.ts";

const hoarded: unknown[] = [];
parentPort?.on("message", (message: ToChecker) => {
  if (message.do !== "read") return;
  const words = new TextDecoder().decode(message.body);
  if (words === "end") process.exit(3);
  while (words === "hang");
  while (words === "hoard") hoarded.push(new Array(1_000_000).fill({ words }).map((one) => ({ ...one })));
  const graph = { unclip: 1, title: words, model: "none", nodes: {} } as const;
  const reply: FromChecker = { say: "done", order: message.order, result: { graph } };
  parentPort?.postMessage(reply);
});
