import { monitorEventLoopDelay } from "node:perf_hooks";
import type { RunEvent } from "@unclip/engine";
import type { RunRecord } from "@unclip/protocol";
import type { Feed } from "./events/feed.ts";
import type { Loss } from "./runner/runner.ts";

/** Upper bounds of the buckets for node durations, in seconds. */
const bounds = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100];

/** Counts what happens, for Prometheus. */
export class Metrics {
  readonly #ended = { done: 0, failed: 0, cancelled: 0 };
  readonly #nodes = { computed: 0, cached: 0, failed: 0 };
  readonly #losses = { crashed: 0, cancelled: 0, budget_exceeded: 0, stalled: 0, outgrown: 0 };
  readonly #durations: number[] = bounds.map(() => 0);
  #durationSum = 0;
  #accepted = 0;
  readonly #delay: ReturnType<typeof monitorEventLoopDelay>;

  constructor(feed: Feed) {
    this.#delay = monitorEventLoopDelay();
    this.#delay.enable();
    feed.listen({
      run: (record) => this.#countRun(record),
      events: (_run, events) => {
        for (const event of events) this.#countEvent(event);
      },
    });
  }

  /** A process that computes is gone and is replaced. */
  countLoss(reason: Loss): void {
    this.#losses[reason]++;
  }

  stop(): void {
    this.#delay.disable();
  }

  /** All figures in Prometheus' text format. The event loop's delay is that since the last call. */
  text({ queued, running }: { readonly queued: number; readonly running: number }): string {
    const total = this.#nodes.computed;
    const buckets = bounds.map((bound, i): [string, number] => [`{le="${bound}"}`, this.#durations[i] ?? 0]);
    const lines = [
      family("unclip_runs_accepted_total", "counter", "Runs accepted.", [["", this.#accepted]]),
      family(
        "unclip_runs_ended_total",
        "counter",
        "Runs that ended, by how.",
        labelled("status", this.#ended),
      ),
      family("unclip_runs", "gauge", "Runs that have not ended.", labelled("status", { queued, running })),
      family("unclip_nodes_total", "counter", "Nodes that ended, by how.", labelled("result", this.#nodes)),
      family(
        "unclip_runners_lost_total",
        "counter",
        "Processes that computed and were replaced, by why.",
        labelled("reason", this.#losses),
      ),
      family("unclip_node_seconds", "histogram", "Time that computed nodes took.", [
        ...buckets.map(([label, count]): [string, number] => [`_bucket${label}`, count]),
        ['_bucket{le="+Inf"}', total],
        ["_sum", this.#durationSum],
        ["_count", total],
      ]),
      family("unclip_event_loop_delay_seconds", "gauge", "Delay of the event loop, 99th percentile.", [
        ["", this.#delay.percentile(99) / 1e9],
      ]),
      family("process_resident_memory_bytes", "gauge", "Memory of the server's process.", [
        ["", process.memoryUsage.rss()],
      ]),
    ];
    this.#delay.reset();
    return lines.join("");
  }

  #countRun({ status, finishedAt }: RunRecord): void {
    if (status === "queued") this.#accepted++;
    else if (finishedAt !== null && status !== "running") this.#ended[status]++;
  }

  #countEvent(event: RunEvent): void {
    if (event.event === "node-failed") this.#nodes.failed++;
    if (event.event !== "node-finished") return;
    if (event.cached) {
      this.#nodes.cached++;
      return;
    }
    this.#nodes.computed++;
    const seconds = event.milliseconds / 1000;
    this.#durationSum += seconds;
    for (const [i, bound] of bounds.entries()) if (seconds <= bound) this.#durations[i]!++;
  }
}

function labelled(label: string, values: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(values).map(([name, value]) => [`{${label}="${name}"}`, value]);
}

function family(
  name: string,
  type: string,
  help: string,
  samples: readonly (readonly [string, number])[],
): string {
  const lines = samples.map(([suffix, value]) => `${name}${suffix} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}
