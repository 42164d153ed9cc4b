/**
 * Sends mutated graphs to a server and checks them as `unclip check` does: `npm run fuzz -- SECONDS SEED`. Tells how many
 * there were, the longest that one held the server's event loop, and the longest that one took to be checked, both in
 * milliseconds of work; fails when one passed its bound.
 */
import { readdirSync, readFileSync } from "node:fs";
import { check, describe } from "@unclip/engine";
import { GraphError, parseGraph } from "@unclip/graph";
import { kinds, nodeTypes } from "@unclip/nodes";
import { root } from "../machine.ts";
import { type BareServer, startBareServer } from "./bare-server.ts";
import { heavyGraphs } from "./heavy-graphs.ts";
import { mutateGraph, randomOf } from "./mutate-graph.ts";

const vocabulary = describe(nodeTypes, kinds);

/** What some cases took at most. */
export interface FuzzFigures {
  cases: number;
  accepted: number;
  /** Milliseconds, and the number of the case. */
  hold: readonly [number, number];
  check: readonly [number, number];
  /** Bytes of the longest reply. */
  reply: readonly [number, number];
  /** Cases that were answered with a fault of the server. */
  faults: number[];
}

/** The graphs that are mutated, as text. */
function seeds(): string[] {
  const folder = new URL("graphs/", `file://${root}/`);
  const examples = readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) =>
      readFileSync(new URL(file, folder), "utf8").replace(/"model": "[^"]*"/, '"model": "tiny-latent"'),
    );
  const heavy = Object.values(heavyGraphs)
    .map((make) => make())
    .filter((text) => text.length < 100_000 && text.includes('"parts"'));
  return [...examples, ...heavy];
}

/** Sends cases `from`, `from + 1` … of a seed as long as `more` says so. */
export async function fuzz(
  server: BareServer,
  seed: number,
  more: (cases: number) => boolean,
): Promise<FuzzFigures> {
  const bases = seeds();
  const figures: FuzzFigures = {
    cases: 0,
    accepted: 0,
    hold: [0, 0],
    check: [0, 0],
    reply: [0, 0],
    faults: [],
  };
  await server.worstHold();
  for (; more(figures.cases); figures.cases++) {
    const number = seed * 1_000_000 + figures.cases;
    const random = randomOf(number);
    const text = mutateGraph(bases[Math.floor(random() * bases.length)] as string, random);
    const keep = (name: "hold" | "check" | "reply", value: number) => {
      if (value > figures[name][0]) figures[name] = [value, number];
    };
    keep("check", checked(text));
    const response = await server.api(random() < 0.7 ? "/runs" : "/graphs", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: `{"graph":${text}}`,
    });
    const reply = await response.text();
    keep("reply", reply.length);
    if (response.status >= 500) figures.faults.push(number);
    if (response.status < 300) figures.accepted++;
    if (response.status === 202) await server.api(`/runs/${JSON.parse(reply).id}`, { method: "DELETE" });
    keep("hold", await server.worstHold());
  }
  return figures;
}

/** Milliseconds of work that reading and checking a graph takes, as `unclip check` and the editor do it. */
function checked(text: string): number {
  const before = process.threadCpuUsage();
  try {
    check(parseGraph(text), vocabulary);
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
  }
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

if (import.meta.main) {
  const [seconds = 300, seed = 1] = process.argv.slice(2).map(Number);
  const server = await startBareServer();
  await server.api("/vocabulary");
  const until = performance.now() + 1000 * seconds;
  const figures = await fuzz(server, seed, () => performance.now() < until);
  await server.close();
  const [hold, check] = [figures.hold, figures.check].map(([ms, at]) => `${ms.toFixed(1)} ms (case ${at})`);
  console.log(`${figures.cases} graphs in ${seconds} s, ${figures.accepted} accepted`);
  console.log(`longest hold of the event loop: ${hold}; allowed: 100 ms`);
  console.log(`longest check: ${check}; allowed: 1000 ms`);
  console.log(`longest reply: ${figures.reply[0]} bytes; faults of the server: ${figures.faults.length}`);
  if (figures.faults.length > 0) console.log(`cases: ${figures.faults.slice(0, 10).join(", ")}`);
  process.exitCode =
    figures.hold[0] > 100 ||
    figures.check[0] > 1000 ||
    figures.reply[0] > 200_000 ||
    figures.faults.length > 0
      ? 1
      : 0;
}
