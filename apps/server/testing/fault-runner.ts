/**
 * A runner with node types that fail in the ways that the server must survive. Everything but the node types is the
 * real thing: process, messages, engine.
 */
import { input, integer, type Kind, nodeDefiner, nodeTypes, output, text } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { createNodeHost } from "@unclip/host/node";
import { carryOut } from "../src/runner/carry-out.ts";

const words: Kind<string> = {
  name: "text",
  title: "text",
  plain: true,
  summarize: async (value) => ({ text: value }),
};
const define = nodeDefiner<Host>();
const milliseconds = integer({
  title: "Milliseconds",
  about: "How long.",
  default: 100,
  min: 0,
  max: 60_000,
});
const out = { text: output(words, "Text", "What entered.") };
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const say = define.each({
  type: "say",
  version: 1,
  title: "Say",
  group: "inputs",
  about: "A text.",
  inputs: {},
  outputs: out,
  params: { text: text({ title: "Text", about: "The text.", default: "" }) },
  execute: async (items) => items.map((item) => ({ text: item.text })),
});

/** Works in steps of 10 ms and can be cancelled between two of them. */
const wait = define.each({
  type: "wait",
  version: 1,
  title: "Wait",
  group: "faults",
  about: "Takes its time.",
  inputs: { text: input(words, "Text", "Handed on.") },
  outputs: out,
  params: { milliseconds },
  async execute(items, { signal, progress }) {
    const steps = Math.ceil((items[0]?.milliseconds ?? 0) / 10);
    for (let step = 1; step <= steps; step++) {
      await pause(10);
      signal.throwIfAborted();
      progress(step, steps);
    }
    return items.map((item) => ({ text: item.text }));
  },
});

/** Blocks the process, as a model call does. */
const block = define.each({
  type: "block",
  version: 1,
  title: "Block",
  group: "faults",
  about: "Answers nobody.",
  inputs: { text: input(words, "Text", "Handed on.") },
  outputs: out,
  params: { milliseconds },
  async execute(items) {
    const until = Date.now() + (items[0]?.milliseconds ?? 0);
    while (Date.now() < until);
    return items.map((item) => ({ text: item.text }));
  },
});

const crash = define.each({
  type: "crash",
  version: 1,
  title: "Crash",
  group: "faults",
  about: "Ends the process.",
  inputs: { text: input(words, "Text", "Never handed on.") },
  outputs: out,
  params: {},
  async execute() {
    // As a fault in a model call does: some time after the node has begun.
    await pause(20);
    process.kill(process.pid, "SIGSEGV");
    await pause(60_000);
    return [];
  },
});

const show = define.each({
  type: "show",
  version: 1,
  title: "Show",
  group: "looking",
  about: "Shows a text.",
  sink: true,
  inputs: { text: input(words, "Text", "What to show.") },
  outputs: out,
  params: {},
  execute: async (items) => items.map((item) => ({ text: item.text })),
});

carryOut({
  host: createNodeHost({ models: [], data: process.argv.at(-1) ?? "" }),
  types: nodeTypes<Host>([say, wait, block, crash, show]),
  kinds: [words],
  fingerprint: async () => "faults",
});
