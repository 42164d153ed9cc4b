/**
 * The editor's budgets at 1,000 nodes and 2,000 edges. Gated on main-thread CPU per input step, never on frames a
 * second, and on multiples of the budgets, so that a busy machine does not fail it; the figures are printed.
 */
import { type Graph, type GraphNode, serializeGraph } from "@unclip/graph";
import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Studio, startStudio } from "../studio.ts";
import { slownessOf } from "./slowness.ts";

/** CPU milliseconds a step, load in milliseconds, share of the main thread, on the machine that `slownessOf` compares with. */
const budgets = { pan: 25, zoom: 40, drag: 15, "pan, far": 45, load: 1500, storm: 0.1 };
const allowance = 4;
const mostElements = 6000;
const steps = 16;
const repetitions = 3;

let studio: Studio;
let page: Page;
let cdp: CDPSession;
/** How much slower than the machine of the budgets; at least 1. */
let slowness = 1;
const figures: Record<string, number> = {};

beforeAll(async () => {
  studio = await startStudio();
  page = await studio.open({ width: 1600, height: 900 });
  cdp = await page.context().newCDPSession(page);
  slowness = await slownessOf(page);
  figures.slowness = slowness;
  await answerSocket(page);
  await page.addInitScript(watchFirstNode);
  await page.waitForTimeout(500);
  await page.evaluate(
    ([key, text]) => localStorage.setItem(key ?? "", text ?? ""),
    ["unclip.document", JSON.stringify({ graph: JSON.parse(serializeGraph(largeGraph())), run: "storm" })],
  );
});
afterAll(async () => {
  console.log(
    Object.entries(figures)
      .map(([name, value]) => `${name}: ${value.toFixed(2)}`)
      .join("\n"),
  );
  await studio?.close();
});

test("a graph of 1,000 nodes is soon visible", async () => {
  const loads: number[] = [];
  for (let i = 0; i < repetitions; i++) {
    await page.reload();
    loads.push(await page.evaluate(firstNodeSeen));
  }
  gate("load", median(loads));
});

test("panning, zooming and dragging cost little, and what is out of sight is not there", async () => {
  await zoomTo(0.5);
  const elements = await page.evaluate(() => document.querySelectorAll("*").length);
  figures["elements at 0.5"] = elements;
  expect(elements).toBeLessThanOrEqual(mostElements);
  gate("pan", await perStep(pan));
  gate("zoom", await perStep(zoom));
  await zoomTo(0.5);
  gate("drag", await perStep(dragNode));
  await zoomTo(0.2);
  gate("pan, far", await perStep(pan));
});

test("500 events of a run a second leave the main thread free", async () => {
  await zoomTo(0.5);
  const storm = async () => {
    const until = Date.now() + 2000;
    while (Date.now() < until) {
      tell(10);
      await new Promise((done) => setTimeout(done, 20));
    }
  };
  // The first warms up: cards that start, code that is not compiled yet.
  await storm();
  const shares: number[] = [];
  for (let i = 0; i < repetitions; i++) {
    const before = told;
    const busy = await mainThread(storm);
    shares.push(busy / ((told - before) * 2));
  }
  figures["events told"] = told;
  gate("storm", median(shares));
});

function gate(name: keyof typeof budgets, value: number): void {
  figures[name] = value;
  expect(value, `${name}: budget ${budgets[name]}, slowness ${slowness.toFixed(2)}`).toBeLessThanOrEqual(
    budgets[name] * allowance * slowness,
  );
}

/** 1,000 nodes in a grid: two means of embeddings, a decoder, and so on; two edges each. */
function largeGraph(): Graph {
  const nodes: Record<string, GraphNode> = {
    caption: { type: "text", params: { text: "a red heart" }, at: [0, 0] },
    encode: { type: "clip-text-encode", inputs: { text: "caption.text" }, at: [320, 0] },
    prior: { type: "diffusion-prior", inputs: { text: "encode.text" }, at: [640, 0] },
  };
  const embeddings = ["prior.embedding"];
  const last = (back: number) => embeddings[Math.max(0, embeddings.length - back)] ?? "prior.embedding";
  for (let i = 3; i < 1000; i++) {
    const at = [(i % 32) * 320, Math.floor(i / 32) * 640] as const;
    if (i % 3 === 0) {
      nodes[`decode-${i}`] = { type: "decode", inputs: { embedding: last(1), text: "encode.text" }, at };
    } else {
      nodes[`mix-${i}`] = { type: "slerp", inputs: { a: last(1), b: last(7) }, at };
      embeddings.push(`mix-${i}.embedding`);
    }
  }
  return { unclip: 1, title: "Large", model: "emoji", nodes };
}

/** Notes when the first card stands in the page. */
function watchFirstNode(): void {
  const watch = new MutationObserver(() => {
    if (!document.querySelector("[data-node]")) return;
    watch.disconnect();
    requestAnimationFrame(() => Object.assign(window, { firstNode: performance.now() }));
  });
  watch.observe(document, { childList: true, subtree: true });
}

async function firstNodeSeen(): Promise<number> {
  const seen = () => (window as { firstNode?: number }).firstNode;
  while (seen() === undefined) await new Promise((done) => setTimeout(done, 20));
  return seen() ?? 0;
}

let say: ((message: string) => void) | undefined;
let told = 0;

/** Stands in for the server's socket, so that the page can be told of a run as fast as the test likes. */
async function answerSocket(of: Page): Promise<void> {
  await of.routeWebSocket(/socket\.io/, (socket) => {
    say = (message) => socket.send(message);
    socket.send('0{"sid":"a","upgrades":[],"pingInterval":60000,"pingTimeout":60000,"maxPayload":1000000}');
    socket.onMessage((message) => {
      const text = String(message);
      if (text.startsWith("40")) socket.send('40{"sid":"b"}');
      // Every request is granted: "42", its number, its name and arguments.
      const number = /^42(\d+)\[/.exec(text)?.[1];
      if (number !== undefined) socket.send(`43${number}[{"ok":true}]`);
    });
  });
}

/** Tells the page of `count` more events: decoders going through their steps. */
function tell(count: number): void {
  const events = Array.from({ length: count }, () => {
    told += 1;
    const node = `decode-${3 + 3 * (told % 300)}`;
    // Each decoder starts once, then goes through its steps.
    if (told <= 300) return { seq: told, event: "node-started", node, items: 1, cached: 0 };
    return { seq: told, event: "node-progress", node, step: (Math.floor(told / 300) % 25) + 1, of: 25 };
  });
  say?.(`42${JSON.stringify(["events", "storm", events])}`);
}

/** Zooms by the wheel over the middle of the canvas until this scale is reached. */
async function zoomTo(scale: number): Promise<void> {
  const now = () =>
    page
      .locator(".react-flow__viewport")
      .evaluate((viewport) => new DOMMatrix(getComputedStyle(viewport).transform).a);
  for (let tries = 0; tries < 80; tries++) {
    const octaves = Math.log2(scale / (await now()));
    if (Math.abs(octaves) < 0.04) return;
    await wheel(Math.max(-250, Math.min(250, -500 * octaves)));
    await page.waitForTimeout(30);
  }
  throw new Error(`The canvas did not come to ${scale}; it is at ${await now()}.`);
}

async function wheel(deltaY: number): Promise<void> {
  const at = { x: 820, y: 460, deltaX: 0, deltaY, modifiers: 2 };
  await cdp.send("Input.dispatchMouseEvent", { type: "mouseWheel", ...at });
}

type Gesture = (repetition: number) => Promise<void>;

/** Median CPU milliseconds of the main thread a step; the first repetition only warms up. */
async function perStep(gesture: Gesture): Promise<number> {
  await gesture(0);
  const costs: number[] = [];
  for (let i = 1; i <= repetitions; i++) costs.push((await mainThread(() => gesture(i))) / steps);
  return median(costs);
}

async function pan(repetition: number): Promise<void> {
  await dragFrom(await emptySpot(), repetition % 2 === 0 ? 6 : -6);
}

async function zoom(): Promise<void> {
  // Into the graph and back, above the scale at which cards show less.
  await paced(async (i) => wheel(i < steps / 2 ? -20 : 20));
}

async function dragNode(repetition: number): Promise<void> {
  const box = await page.evaluate(() => {
    const middle = (of: Element) => of.getBoundingClientRect();
    const heads = [...document.querySelectorAll("[data-node] .drag")].map(middle);
    const near = heads.filter(({ x, y, width, height }) => {
      const inside = x > 300 && x < 1200 && y > 150 && y < 700;
      return inside && height < 40 && document.elementFromPoint(x + width / 2, y + height / 2) !== null;
    });
    return near[0] && { x: near[0].x + near[0].width / 2, y: near[0].y + near[0].height / 2 };
  });
  if (!box) throw new Error("No card lies in the middle of the canvas.");
  await dragFrom(box, repetition % 2 === 0 ? 4 : -4);
}

/** A point of the canvas where nothing lies. */
async function emptySpot(): Promise<{ x: number; y: number }> {
  const spot = await page.evaluate(() => {
    for (let y = 300; y < 640; y += 7)
      for (let x = 500; x < 1200; x += 7)
        if (document.elementFromPoint(x, y)?.classList.contains("react-flow__pane")) return { x, y };
    return undefined;
  });
  if (!spot) throw new Error("No empty point of the canvas was found.");
  return spot;
}

async function dragFrom({ x, y }: { x: number; y: number }, by: number): Promise<void> {
  await page.mouse.move(x, y);
  await page.mouse.down();
  await paced((i) => page.mouse.move(x + by * (i + 1), y + by * (i + 1)));
  await page.mouse.up();
}

/** Steps at 60 a second, each waiting until the page has taken the one before. */
async function paced(step: (i: number) => Promise<void>): Promise<void> {
  const began = performance.now();
  for (let i = 0; i < steps; i++) {
    const early = began + i * 16.667 - performance.now();
    if (early > 0) await new Promise((done) => setTimeout(done, early));
    await step(i);
  }
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** CPU milliseconds that the page's main thread spends on tasks while `work` goes on. */
async function mainThread(work: () => Promise<void>): Promise<number> {
  const browser = page.context().browser() as Browser;
  await browser.startTracing(page, { categories: ["devtools.timeline", "toplevel"], screenshots: false });
  await work();
  const text = (await browser.stopTracing()).toString("utf8");
  const events = (JSON.parse(text) as { traceEvents: TraceEvent[] }).traceEvents;
  const mains = events.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain");
  const cost = ({ pid, tid }: TraceEvent) =>
    events
      .filter((e) => e.ph === "X" && e.pid === pid && e.tid === tid && /RunTask$/.test(e.name))
      .reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000;
  return Math.max(...mains.map(cost));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
