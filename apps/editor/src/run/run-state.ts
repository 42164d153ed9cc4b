/**
 * What is known of a graph's runs, by node id; reduced from run events. Never part of the document. A node keeps the
 * outputs of an earlier run until new ones replace them, so results do not vanish when a run starts.
 */
import type { OutputSummary, RunError, RunEvent } from "@unclip/engine";

type NodeStatus = "idle" | "queued" | "running" | "done" | "failed" | "skipped";

/** The x̂0 preview of one step. */
interface StepPreview {
  readonly step: number;
  readonly of: number;
  readonly asset: string;
  readonly item: number;
}

export interface NodeRun {
  readonly status: NodeStatus;
  readonly cached: boolean;
  readonly step: number;
  readonly of: number;
  /** Previews of the latest run of this node, in order. */
  readonly previews: readonly StepPreview[];
  /** Outputs of the last run that finished here. */
  readonly outputs: Readonly<Record<string, OutputSummary>>;
  readonly milliseconds: number | undefined;
  /** What the node remarked on these outputs, a sentence each. */
  readonly remarks: readonly string[];
  readonly error: RunError | undefined;
  /** The failed node that made this one impossible. */
  readonly because: string | undefined;
}

type RunPhase = "idle" | "queued" | "running" | "done" | "failed" | "cancelled";

export interface RunState {
  /** Id of the run that is shown, or `undefined` before the first. */
  readonly id: string | undefined;
  readonly phase: RunPhase;
  /** Last event seen of this run; −1 for none. */
  readonly seq: number;
  /** Runs ahead in the queue. */
  readonly ahead: number;
  readonly totals:
    | { readonly computed: number; readonly cached: number; readonly milliseconds: number }
    | undefined;
  readonly nodes: Readonly<Record<string, NodeRun>>;
}

export const idleNode: NodeRun = {
  status: "idle",
  cached: false,
  step: 0,
  of: 0,
  previews: [],
  outputs: {},
  milliseconds: undefined,
  remarks: [],
  error: undefined,
  because: undefined,
};

export const idleRun: RunState = {
  id: undefined,
  phase: "idle",
  seq: -1,
  ahead: 0,
  totals: undefined,
  nodes: {},
};

/** A new run begins to be shown; what nodes show stays. */
export function openRun(state: RunState, id: string): RunState {
  return { ...state, id, phase: "queued", seq: -1, ahead: 0, totals: undefined };
}

/** Applies events in order; those already seen are ignored, so that a resumed stream may overlap. */
export function applyEvents(state: RunState, events: readonly RunEvent[]): RunState {
  const nodes: Record<string, NodeRun> = { ...state.nodes };
  const patch = (node: string, change: Partial<NodeRun>) => {
    nodes[node] = { ...(nodes[node] ?? idleNode), ...change };
  };
  let next: RunState = state;
  for (const event of events) {
    if (event.seq <= next.seq) continue;
    next = { ...next, seq: event.seq, ...applyEvent(event, patch, nodes) };
  }
  return next === state ? state : { ...next, nodes };
}

function applyEvent(
  event: RunEvent,
  patch: (node: string, change: Partial<NodeRun>) => void,
  nodes: Readonly<Record<string, NodeRun>>,
): Partial<RunState> {
  switch (event.event) {
    case "run-started":
      for (const node of event.nodes) patch(node, { status: "queued", error: undefined, because: undefined });
      return { phase: "running", ahead: 0 };
    case "node-started":
      patch(event.node, {
        status: "running",
        step: 0,
        of: 0,
        previews: [],
        cached: false,
        milliseconds: undefined,
      });
      return {};
    case "node-progress": {
      const before = nodes[event.node]?.previews ?? [];
      const { step, of, preview } = event;
      patch(event.node, { step, of, previews: preview ? [...before, { step, of, ...preview }] : before });
      return {};
    }
    case "node-finished":
      patch(event.node, {
        status: "done",
        cached: event.cached,
        milliseconds: event.milliseconds,
        outputs: event.outputs,
        remarks: event.remarks ?? [],
        error: undefined,
      });
      return {};
    case "node-failed":
      patch(event.node, { status: "failed", remarks: [], error: event.error });
      return {};
    case "node-skipped":
      patch(event.node, { status: "skipped", because: event.because });
      return {};
    case "run-finished":
      for (const [id, node] of Object.entries(nodes)) {
        if (node.status === "queued" || node.status === "running") patch(id, { status: "idle" });
      }
      return {
        phase: event.status,
        totals: { computed: event.computed, cached: event.cached, milliseconds: event.milliseconds },
      };
  }
}

/** Carries what is known of a node over to its new name. */
export function renameInRun(state: RunState, from: string, to: string): RunState {
  const { [from]: known, ...rest } = state.nodes;
  return known === undefined ? state : { ...state, nodes: { ...rest, [to]: known } };
}
