/** The walk over a plan: which node is ready, which are running, what they gave, who has to be skipped. */

import type { RunError } from "../contract/events.ts";
import { NodeError, runError } from "../contract/node-error.ts";
import type { NodeType } from "../contract/node-type.ts";
import { canonicalParams, recipe } from "../plan/key.ts";
import type { Plan, PlannedNode } from "../plan/planned.ts";
import type { NewEvent } from "./event-stream.ts";
import type { ExecuteOptions } from "./execute-options.ts";
import { restoreAll } from "./lost-assets.ts";
import type { NodeRun } from "./node-run.ts";
import { ReadyQueue } from "./ready-queue.ts";
import { type KeyedBatch, type NodeResult, outputSummaries, restore } from "./result.ts";
import { runAll } from "./run-all.ts";
import { runEach } from "./run-each.ts";
import { unlessAborted } from "./unless-aborted.ts";
import { uncachedNeeds } from "./will-run.ts";

/** What a node gave, and how. */
interface Outcome {
  readonly result: NodeResult;
  readonly cached: boolean;
  readonly milliseconds: number;
}

export class RunWalk<Host> {
  readonly #plan: Plan;
  readonly #options: ExecuteOptions<Host>;
  readonly #tell: (event: NewEvent) => void;
  readonly #ready = new ReadyQueue();
  /** Results that a node still to run will need, by node id. */
  readonly #results = new Map<string, NodeResult>();
  /** Nodes to run that use a node's result, and how many of them are not done yet, by node id. */
  readonly #users = new Map<string, PlannedNode[]>();
  readonly #holders = new Map<string, number>();
  /** Sources that a node still waits for. */
  readonly #waiting = new Map<string, number>();
  /** Nodes of one key, asked for the same, run once: those that wait for the first. */
  readonly #twins = new Map<string, PlannedNode[]>();
  readonly #place = new Map<string, number>();
  #running = 0;
  #computed = 0;
  #cached = 0;
  #failed = false;
  #done: () => void = () => {};

  constructor(plan: Plan, options: ExecuteOptions<Host>, tell: (event: NewEvent) => void) {
    this.#plan = plan;
    this.#options = options;
    this.#tell = tell;
    for (const [place, node] of plan.nodes.entries()) this.#place.set(node.id, place);
  }

  async run(): Promise<void> {
    const begun = performance.now();
    await this.#begin();
    await new Promise<void>((resolve) => {
      this.#done = resolve;
      this.#options.signal.addEventListener("abort", () => this.#proceed(), { once: true });
      this.#proceed();
    });
    const status = this.#options.signal.aborted ? "cancelled" : this.#failed ? "failed" : "done";
    const milliseconds = performance.now() - begun;
    this.#tell({
      event: "run-finished",
      status,
      computed: this.#computed,
      cached: this.#cached,
      milliseconds,
    });
  }

  /** Tells what is cached, and lines the rest up. What the rest needs is held from now on, so that nothing evicts it. */
  async #begin(): Promise<void> {
    const { restored, lost } = await restoreAll(this.#plan, this.#options);
    const needs = uncachedNeeds(this.#plan, (node) => restored.has(node.id), lost);
    const taking = this.#plan.nodes.filter((node) => restored.has(node.id) || needs.has(node.id));
    this.#tell({ event: "run-started", nodes: taking.map((node) => node.id) });
    for (const node of taking) if (needs.has(node.id)) this.#await(node, needs);
    for (const [id, result] of restored) this.#takeCached(id, result);
  }

  #takeCached(id: string, result: NodeResult): void {
    if (this.#users.has(id)) this.#results.set(id, result);
    this.#cached++;
    this.#tell({
      event: "node-finished",
      node: id,
      cached: true,
      milliseconds: 0,
      outputs: outputSummaries(result),
      ...(result.remarks && { remarks: result.remarks }),
    });
  }

  #await(node: PlannedNode, needs: ReadonlySet<string>): void {
    const sources = new Set(node.inputs.map((edge) => edge.node));
    let waiting = 0;
    for (const source of sources) {
      const users = this.#users.get(source);
      if (users === undefined) this.#users.set(source, [node]);
      else users.push(node);
      this.#holders.set(source, (this.#holders.get(source) ?? 0) + 1);
      if (needs.has(source)) waiting++;
    }
    this.#waiting.set(node.id, waiting);
    if (waiting === 0) this.#ready.add(this.#place.get(node.id) as number);
  }

  /** Starts what may start; ends the run when nothing is left. */
  #proceed(): void {
    const { signal, concurrency = 4 } = this.#options;
    while (!signal.aborted && this.#running < concurrency) {
      const place = this.#ready.take();
      if (place === undefined) break;
      this.#start(this.#plan.nodes[place] as PlannedNode);
    }
    if (this.#running === 0 && (signal.aborted || this.#ready.size === 0)) this.#done();
  }

  #start(node: PlannedNode): void {
    const twins = this.#twins.get(twinKey(node));
    if (twins !== undefined) {
      twins.push(node);
      return;
    }
    const known = restore(this.#options.cache, node);
    if (known !== undefined) {
      this.#finish(node, known, { cached: true, milliseconds: 0 });
      return;
    }
    this.#twins.set(twinKey(node), []);
    this.#running++;
    void this.#compute(node);
  }

  async #compute(node: PlannedNode): Promise<void> {
    let outcome: Outcome | { readonly error: RunError } | undefined;
    try {
      outcome = await this.#outcome(node);
    } catch (thrown) {
      if (!this.#options.signal.aborted) outcome = { error: runError(thrown) };
    }
    this.#running--;
    const twins = this.#twins.get(twinKey(node)) ?? [];
    this.#twins.delete(twinKey(node));
    if (outcome !== undefined && !this.#options.signal.aborted) {
      if ("error" in outcome) for (const each of [node, ...twins]) this.#fail(each, outcome.error);
      else {
        this.#finish(node, outcome.result, outcome);
        for (const twin of twins) this.#finish(twin, outcome.result, { cached: true, milliseconds: 0 });
      }
    }
    this.#proceed();
  }

  /** What the node gives: taken over from another run of this cache that computes it right now, or computed here. */
  async #outcome(node: PlannedNode): Promise<Outcome> {
    const { cache, signal } = this.#options;
    for (let other = cache.computing(node.key); other !== undefined; other = cache.computing(node.key)) {
      await unlessAborted(other, signal);
      const result = restore(cache, node);
      if (result !== undefined) return { result, cached: true, milliseconds: 0 };
      // it failed there, was cancelled or was too large to keep
    }
    const ended = cache.begin(node.key);
    const begun = performance.now();
    let open = true;
    let missing = 1;
    try {
      const run = this.#nodeRun(
        node,
        () => open,
        (items) => {
          missing = items;
        },
      );
      const type = this.#typeOf(node);
      const result =
        type.over === "each" ? await runEach(run, type, this.#options) : await runAll(run, type, cache);
      return { result, cached: missing === 0, milliseconds: performance.now() - begun };
    } finally {
      open = false;
      ended();
    }
  }

  #typeOf(node: PlannedNode): NodeType<Host> {
    const type = this.#options.types.get(node.type);
    if (type === undefined)
      throw new NodeError(
        "node_type_unknown",
        `This machine has no node type "${node.type}", though the plan names it. Plan again with its node types.`,
      );
    if (type.version !== node.version)
      throw new NodeError(
        "plan_stale",
        `The plan was made for version ${node.version} of ${node.type}; this machine has version ${type.version}. Plan again.`,
      );
    return type;
  }

  #nodeRun(node: PlannedNode, open: () => boolean, missing: (items: number) => void): NodeRun<Host> {
    const { host, signal } = this.#options;
    const inputs: Record<string, KeyedBatch> = {};
    for (const edge of node.inputs)
      inputs[edge.port] = this.#results.get(edge.node)?.outputs[edge.output] as KeyedBatch;
    return {
      node,
      recipe: recipe({
        ...node,
        params: canonicalParams(node.params),
        model: this.#plan.model,
        fingerprint: this.#plan.fingerprint,
      }),
      inputs,
      host,
      signal,
      context: {
        host,
        model: this.#plan.model,
        signal,
        asked: new Set(node.asked),
        previews: this.#options.previews ?? true,
        progress: (step, of, preview) => {
          if (open() && !signal.aborted)
            this.#tell({ event: "node-progress", node: node.id, step, of, ...(preview && { preview }) });
        },
        // each and all nodes keep remarks with what they are of
        remark: () => {},
      },
      started: (items, cached) => {
        missing(items);
        if (items > 0) this.#tell({ event: "node-started", node: node.id, items, cached });
      },
    };
  }

  #finish(node: PlannedNode, result: NodeResult, { cached, milliseconds }: Omit<Outcome, "result">): void {
    if (cached) this.#cached++;
    else this.#computed++;
    const users = this.#users.get(node.id) ?? [];
    if (users.length > 0) this.#results.set(node.id, result);
    this.#tell({
      event: "node-finished",
      node: node.id,
      cached,
      milliseconds,
      outputs: outputSummaries(result),
      ...(result.remarks && { remarks: result.remarks }),
    });
    this.#release(node);
    for (const user of users) {
      const waiting = (this.#waiting.get(user.id) ?? 0) - 1;
      this.#waiting.set(user.id, waiting);
      if (waiting === 0) this.#ready.add(this.#place.get(user.id) as number);
    }
  }

  /** Tells the failure, and everything that cannot run now, in the order of the plan. */
  #fail(node: PlannedNode, error: RunError): void {
    this.#failed = true;
    this.#tell({ event: "node-failed", node: node.id, error });
    this.#release(node);
    const lost = new Map<string, PlannedNode>();
    const pending = [node];
    for (let at = pending.pop(); at !== undefined; at = pending.pop())
      for (const user of this.#users.get(at.id) ?? []) {
        if (lost.has(user.id) || !this.#waiting.has(user.id)) continue;
        lost.set(user.id, user);
        pending.push(user);
      }
    const inOrder = [...lost.values()].sort(
      (a, b) => (this.#place.get(a.id) ?? 0) - (this.#place.get(b.id) ?? 0),
    );
    for (const skipped of inOrder) {
      this.#waiting.delete(skipped.id);
      this.#release(skipped);
      this.#tell({ event: "node-skipped", node: skipped.id, because: node.id });
    }
  }

  /** A node is done with its inputs; a result that nobody waits for any more is let go. */
  #release(node: PlannedNode): void {
    for (const source of new Set(node.inputs.map((edge) => edge.node))) {
      const holders = (this.#holders.get(source) ?? 0) - 1;
      this.#holders.set(source, holders);
      if (holders <= 0) this.#results.delete(source);
    }
  }
}

/** What makes two nodes of a plan one computation. */
function twinKey({ key, asked }: PlannedNode): string {
  return asked === undefined ? key : `${key} ${asked.join(" ")}`;
}
