/**
 * The thread that reads and checks graphs: a graph of a megabyte, or of ten thousand nodes once its parts are unfolded,
 * takes tenths of a second, in which the server answers everybody else.
 */
import { parentPort } from "node:worker_threads";
import type { Vocabulary } from "@unclip/engine";
import { type RunRequest, runRequestSchema, saveGraphRequestSchema } from "@unclip/protocol";
import { readGraphRequest } from "../body/read-graph-request.ts";
import { faultOf } from "../fault.ts";
import { assetsOf, refuseProblems, refuseTargets } from "./check-graph.ts";
import type { FromChecker, GraphToSave, RunToAccept, ToChecker } from "./messages.ts";

/** Runs that were read and wait for what the server knows of their model. */
const read = new Map<number, Omit<RunToAccept, "assets">>();
let vocabulary: Vocabulary = { kinds: {}, nodeTypes: {} };

function answer(message: ToChecker): FromChecker | undefined {
  const { order } = message;
  if (message.do === "drop") {
    read.delete(order);
    return undefined;
  }
  if (message.do === "read" && message.what === "save")
    return {
      say: "done",
      order,
      result: readGraphRequest(message.body, saveGraphRequestSchema) as GraphToSave,
    };
  if (message.do === "read") {
    const run = readGraphRequest(message.body, runRequestSchema) as Omit<RunToAccept, "assets"> & RunRequest;
    read.set(order, run);
    return { say: "model", order, model: run.graph.model };
  }
  vocabulary = message.vocabulary ?? vocabulary;
  const run = read.get(order);
  if (run === undefined) return undefined;
  read.delete(order);
  refuseProblems(run.graph, vocabulary, message.space);
  refuseTargets(run.graph, vocabulary, run.targets);
  return { say: "done", order, result: { ...run, assets: assetsOf(run.graph, vocabulary) } };
}

parentPort?.on("message", (message: ToChecker) => {
  const say = (reply: FromChecker | undefined) => reply && parentPort?.postMessage(reply);
  try {
    say(answer(message));
  } catch (error) {
    say({ say: "refused", order: message.order, fault: faultOf(error) });
  }
});
