/** The editor's Worker in Chromium: it is told and tells what a server's runner is and does, and runs a graph. */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RunCache, type RunEvent } from "@unclip/engine";
import type { Graph } from "@unclip/graph";
import type { BrowserContext, Page } from "playwright-core";
import sharp from "sharp";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { defaultHost, exampleGraphs, picturesOf, root, runGraph } from "../machine.ts";
import { openBrowser, type Served, serveFolders } from "./browser.ts";
import { hurried } from "./run-graph.ts";

const node = defaultHost();
const full = (await exampleGraphs()).get("text-to-image")!;
/** That all steps agree is held by graphs.test.ts. */
const graph = hurried(full);
let served: Served;
let browser: BrowserContext;
let page: Page;

/** Builds the Worker as the editor's own build does. */
async function buildWorker(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), "unclip-worker-"));
  const editor = join(root, "apps/editor");
  await build({
    root: editor,
    configFile: join(editor, "vite.config.ts"),
    logLevel: "error",
    build: {
      outDir,
      rolldownOptions: {
        input: { "browser-runner": join(editor, "src/browser-runner/browser-runner.ts") },
        output: { entryFileNames: "[name].js" },
        preserveEntrySignatures: "strict",
      },
    },
  });
  const script = 'import * as runner from "/browser-runner.js"; Object.assign(window, runner);';
  const html = `<!doctype html><link rel=icon href=data:,><script type=module>${script}</script>`;
  await writeFile(join(outDir, "index.html"), html);
  return outDir;
}

interface Said {
  readonly events: readonly RunEvent[];
  /** Pictures as the page got them, by asset. */
  readonly pictures: Readonly<Record<string, readonly number[]>>;
  readonly others: readonly { readonly say: string }[];
  /** How many events had come when the Worker answered a ping sent behind the cancel. */
  readonly heeded: number;
}

/** What the Worker says, as far as it is looked at here. */
interface Heard {
  readonly say: string;
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly event: { readonly event: string; readonly node?: string; readonly step?: number };
}
declare function start(
  options: { models: string; gpu: boolean },
  hear: (message: Heard) => void,
): {
  run(order: { run: string; graph: unknown }): void;
  cancel(run: string): void;
  tell(message: { do: "ping" }): void;
};

/** What is defined in the page. */
interface Runner {
  /** Runs to the end; cancels when the node has made so many steps. */
  run(graph: Graph, cancel?: { node: string; step: number }): Promise<Said>;
  ready: Promise<{ provider: string; vocabulary: { nodeTypes: Record<string, unknown> } }>;
  /** Longest time in ms that the page did nothing since it was asked last. */
  longestBlock(): number;
}
declare const runner: Runner;

beforeAll(async () => {
  served = await serveFolders([await buildWorker(), root]);
  browser = await openBrowser();
  page = await browser.newPage();
  await page.goto(served.address);
  await page.waitForFunction("window.startBrowserRunner");
  await page.evaluate(startRunner, `${served.address}/models`);
});
afterAll(async () => {
  await browser?.close();
  served?.close();
});

/** Runs in the page: starts the Worker and defines `runner`. */
function startRunner(models: string): void {
  const { startBrowserRunner } = window as never as { startBrowserRunner: typeof start };
  const listeners = new Set<(message: Heard) => boolean>();
  const started = startBrowserRunner({ models, gpu: false }, (message: Heard) => {
    for (const take of [...listeners]) if (take(message)) listeners.delete(take);
  });
  let runs = 0;
  let longest = 0;
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 10);
    last = now;
  }, 10);
  const heard = (take: (message: Heard) => boolean) => listeners.add(take);
  const ready = new Promise((resolve) => {
    heard((message) => {
      if (message.say === "ready") resolve(message);
      return message.say === "ready";
    });
  });
  const run = (graph: unknown, cancel?: { node: string; step: number }) =>
    new Promise((resolve) => {
      const id = `run-${++runs}`;
      const said = {
        events: [] as unknown[],
        pictures: {} as Record<string, number[]>,
        others: [] as unknown[],
        heeded: 0,
      };
      heard((message) => {
        if (message.say === "asset") said.pictures[message.id] = [...message.bytes];
        else if (message.say === "alive") said.heeded = said.events.length;
        else if (message.say !== "event") said.others.push(message);
        else {
          const { event } = message;
          said.events.push(event);
          if (event.event === "node-progress" && event.node === cancel?.node && event.step === cancel?.step) {
            started.cancel(id);
            started.tell({ do: "ping" });
          }
          if (event.event !== "run-finished") return false;
        }
        if (message.say === "event" || message.say === "failed") resolve(said);
        return message.say === "event" || message.say === "failed";
      });
      started.run({ run: id, graph });
    });
  Object.assign(window, {
    runner: {
      run,
      ready,
      longestBlock() {
        const found = longest;
        longest = 0;
        return found;
      },
    },
  });
}

const run = (graph: Graph, cancel?: { node: string; step: number }) =>
  page.evaluate(([graph, cancel]) => runner.run(graph, cancel), [graph, cancel] as const);

/** Mean difference of two pictures, in levels of 255. */
async function difference(a: Uint8Array, b: Uint8Array): Promise<number> {
  const [x, y] = await Promise.all(
    [a, b].map((bytes) =>
      sharp(bytes).flatten({ background: "white" }).raw().toBuffer({ resolveWithObject: true }),
    ),
  );
  expect(x!.info).toEqual(y!.info);
  return x!.data.reduce((sum, value, i) => sum + Math.abs(value - y!.data[i]!), 0) / x!.data.length;
}

test("is ready with a provider and the vocabulary, before anything is downloaded", async () => {
  const { provider, vocabulary } = await page.evaluate(() => runner.ready);
  expect(provider).toMatch(/^wasm onnxruntime-web \d/);
  expect(Object.keys(vocabulary.nodeTypes)).toContain("decode");
  expect(served.requests.filter((path) => /\.wasm$|\.onnx$/.test(path))).toEqual([]);
});

test("a cancelled run ends within one model call, and the Worker takes the next", async () => {
  // The prior in few steps, and many of the decoder that there are to be left out.
  const long = { ...graph, nodes: { ...graph.nodes, decode: full.nodes.decode! } };
  const { events, heeded } = await run(long, { node: "decode", step: 2 });
  expect(events.at(-1)).toMatchObject({ event: "run-finished", status: "cancelled" });
  // The call that was under way when the cancel was heard may still tell its step.
  expect(heeded).toBeGreaterThan(0);
  expect(events.slice(heeded).filter((e) => e.event === "node-progress").length).toBeLessThanOrEqual(1);
});

test("a graph gives the pictures of node", async () => {
  await page.evaluate(() => runner.longestBlock());
  const found = await run(graph);
  expect(found.others.filter(({ say }) => say === "failed" || say === "problem")).toEqual([]);
  expect(found.events.filter((e) => e.event === "node-failed")).toEqual([]);
  const blocked = await page.evaluate(() => runner.longestBlock());
  const expected = await runGraph(node, graph, new RunCache());
  const worst: number[] = [];
  for (const id of Object.keys(graph.nodes)) {
    const [here, there] = [picturesOf(found.events, id), picturesOf(expected, id)];
    expect(here.length, id).toBe(there.length);
    for (const [i, asset] of here.entries()) {
      const bytes = Uint8Array.from(found.pictures[asset] ?? []);
      worst.push(await difference(bytes, (await node.assets.get(there[i]!))!.bytes));
    }
  }
  console.log(
    `${worst.length} pictures, largest mean difference ${Math.max(0, ...worst).toFixed(4)} / 255; page blocked for ${blocked.toFixed(0)} ms at most`,
  );
  expect(Math.max(0, ...worst)).toBeLessThanOrEqual(1);
}, 120_000);

test("a second run computes nothing and asks for nothing", async () => {
  const from = served.requests.length;
  const { events } = await run(graph);
  expect(events.at(-1)).toMatchObject({ status: "done", computed: 0 });
  expect(served.requests.slice(from)).toEqual([]);
});

test("everything came from one origin, and each file of the pack once", async () => {
  const files = served.requests.filter((path) => path.startsWith("/models/") && !path.endsWith(".json"));
  expect(files.length).toBe(new Set(files).size);
});
