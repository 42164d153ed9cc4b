/** The runner: the child process that alone loads the node library and, with the first model, onnxruntime. */
import { parseArgs } from "node:util";
import { createNodeHost, type Provider, probeProvider } from "@unclip/host/node";
import { kinds, nodeTypes } from "@unclip/nodes";
import type { FromRunner } from "@unclip/protocol";
import { serveParent } from "./serve-parent.ts";

const { values } = parseArgs({
  options: {
    models: { type: "string", multiple: true },
    data: { type: "string" },
    provider: { type: "string", default: "cpu" },
    memory: { type: "string" },
    "run-memory": { type: "string" },
  },
});
if (values.data === undefined || process.send === undefined) {
  console.error("This is the part of the server that computes; start the server instead.");
  process.exit(2);
}

// The server has checked its options.
const provider = values.provider as Provider;
const problem = provider === "cpu" ? undefined : await probeProvider(provider);
if (problem !== undefined) {
  const unable: FromRunner = { say: "unable", problem };
  process.send(unable, () => process.exit(1));
} else {
  const host = createNodeHost({
    models: values.models ?? [],
    data: values.data,
    provider,
    ...(values.memory !== undefined && { memoryBudget: Number(values.memory) }),
  });
  const computing = host.sessions.provider;
  const open = async (model: string) => {
    const { digest, manifest } = await host.packs.open(model);
    return { fingerprint: `${digest} ${computing}`, space: manifest.embedding.joint };
  };
  const allowed = Number(values["run-memory"] ?? Number.POSITIVE_INFINITY);
  const memory = { allowed, remedy: "start the server with a larger --run-memory" };
  serveParent({ host, types: nodeTypes, kinds, provider: computing, open, memory });
}
