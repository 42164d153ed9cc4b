/** The runner: the child process that alone loads the node library and, with the first model, onnxruntime. */
import { parseArgs } from "node:util";
import { createNodeHost } from "@unclip/host/node";
import { kinds, nodeTypes } from "@unclip/nodes";
import { carryOut } from "./carry-out.ts";

const { values } = parseArgs({
  options: { models: { type: "string", multiple: true }, data: { type: "string" } },
});
if (values.data === undefined || process.send === undefined) {
  console.error("This is the part of the server that computes; start the server instead.");
  process.exit(2);
}

const host = createNodeHost({ models: values.models ?? [], data: values.data });
carryOut({
  host,
  types: nodeTypes,
  kinds,
  fingerprint: async (graph) => `${(await host.packs.open(graph.model)).digest} ${host.sessions.provider}`,
});
