/**
 * A runner with node types that fail in the ways that the server must survive. Everything but the node types is the
 * real thing: process, messages, engine.
 */
import { input, integer, type Kind, nodeDefiner, nodeTypes, output, text } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { createNodeHost } from "@unclip/host/node";
import { serveParent } from "../src/runner/serve-parent.ts";

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
/** As a model call does, a fault comes some time after it was told that the node has begun. */
const begun = () => pause(20);

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
    await begun();
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
    await begun();
    process.kill(process.pid, "SIGSEGV");
    await pause(60_000);
    return [];
  },
});

const megabytes = integer({ title: "Megabytes", about: "How much.", default: 1, min: 0, max: 4000 });

/** Takes memory and keeps it. */
const hoarded: Buffer[] = [];
const hoard = define.each({
  type: "hoard",
  version: 1,
  title: "Hoard",
  group: "faults",
  about: "Takes memory and never gives it back.",
  inputs: { text: input(words, "Text", "Handed on.") },
  outputs: out,
  params: { megabytes, milliseconds },
  async execute(items) {
    await begun();
    for (let i = 0; i < (items[0]?.megabytes ?? 0); i++) hoarded.push(Buffer.alloc(1_000_000, 1));
    await pause(items[0]?.milliseconds ?? 0);
    return items.map((item) => ({ text: item.text }));
  },
});

const spill = define.each({
  type: "spill",
  version: 1,
  title: "Spill",
  group: "faults",
  about: "Writes assets that nobody asked for.",
  inputs: { text: input(words, "Text", "Handed on.") },
  outputs: out,
  params: { megabytes, milliseconds },
  async execute(items, { host, signal }) {
    for (let i = 0; i < (items[0]?.megabytes ?? 0); i++)
      await host.assets.put(
        Buffer.alloc(1_000_000, `${process.pid} ${i} ${items[0]?.text}`),
        "application/octet-stream",
        "brief",
      );
    for (let waited = 0; waited < (items[0]?.milliseconds ?? 0); waited += 10) {
      signal.throwIfAborted();
      await pause(10);
    }
    return items.map((item) => ({ text: item.text }));
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

const host = createNodeHost({ models: [], data: process.argv[process.argv.indexOf("--data") + 1]! });

serveParent({
  host,
  types: nodeTypes<Host>([say, wait, block, crash, hoard, spill, show]),
  kinds: [words],
  provider: host.sessions.provider,
  open: async () => ({ fingerprint: "faults", space: "faults" }),
});
