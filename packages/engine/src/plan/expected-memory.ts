/**
 * The memory that a run will take at most, before it begins. Follows the plan as a run does: what a node gives is held
 * until the last node that uses it is done, and then as long as the cache has room.
 */
import { own, portRef } from "@unclip/graph";
import { countOf } from "../check/sweep.ts";
import { bytesOf, type Expectation, type Expected, type ExpectedOutput } from "../contract/expectation.ts";
import { NodeError } from "../contract/node-error.ts";
import type { NodeType, NodeTypes } from "../contract/node-type.ts";
import type { Plan, PlannedNode } from "./planned.ts";

export interface MemoryOptions<Host> {
  readonly types: NodeTypes<Host>;
  readonly host: Host;
  /** Bytes that the cache keeps of results which no node needs any more. */
  readonly cache: number;
}

/** The largest part of a run's memory. */
export interface ExpectedMemory {
  /** Bytes of values, at the node where they are most. */
  readonly bytes: number;
  readonly node: string;
  /** What is largest there: "256 items of 3 × 2500 × 2500 numbers". */
  readonly largest: string;
}

/** Estimates a run. Nodes whose type foretells nothing are taken to hand on what they follow, and to make nothing large. */
export async function expectedMemory<Host>(
  plan: Plan,
  options: MemoryOptions<Host>,
): Promise<ExpectedMemory | undefined> {
  const walk = new Walk(plan, options.cache);
  for (const node of plan.nodes) {
    const type = options.types.get(node.type);
    if (type === undefined) continue;
    const inputs = walk.inputsOf(node);
    const expectation = await foretell(plan, node, type, inputs, options.host);
    walk.run(node, expectation);
  }
  return walk.peak;
}

/** Throws NodeError `budget_exceeded` for a run that would take more than `allowed` bytes; `remedy` names what to do besides. */
export async function requireMemory<Host>(
  plan: Plan,
  options: MemoryOptions<Host>,
  { allowed, remedy }: { readonly allowed: number; readonly remedy: string },
): Promise<void> {
  const expected = await expectedMemory(plan, options);
  if (expected === undefined || expected.bytes <= allowed) return;
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  throw new NodeError(
    "budget_exceeded",
    `The run was not begun: it would take about ${megabytes(expected.bytes)} of memory at ${expected.node} (${expected.largest}); ${megabytes(allowed)} are allowed. Use smaller pictures or fewer items${remedy === "" ? "" : `, or ${remedy}`}.`,
  );
}

async function foretell<Host>(
  { model }: Plan,
  node: PlannedNode,
  type: NodeType<Host>,
  inputs: Readonly<Record<string, Expected>>,
  host: Host,
): Promise<Expectation> {
  const length = Object.values(inputs).reduce((most, { items }) => Math.max(most, items), 1);
  const known = { inputs, params: node.params, length, asked: new Set(node.asked), host, model };
  return type.expect?.(known) ?? { outputs: handedOn(type, known.inputs, node.params, length) };
}

/** Outputs that follow an input hand on the values of all inputs of a shape; the others have none. */
function handedOn(
  type: NodeType,
  inputs: Readonly<Record<string, Expected>>,
  params: PlannedNode["params"],
  length: number,
): Record<string, ExpectedOutput> {
  const shaped = Object.keys(inputs).filter((port) => inputs[port]?.shape !== undefined);
  const outputs: Record<string, ExpectedOutput> = {};
  for (const [port, { as, items }] of Object.entries(
    type.outputs as Record<string, { readonly as?: string; readonly items?: readonly string[] }>,
  )) {
    const factors = items?.map((name) => own(inputs, name)?.items ?? countOf(own(params, name)));
    const joined = Object.values(inputs).reduce((sum, input) => sum + input.items, 0);
    const count =
      factors?.reduce((all, factor) => all * factor, 1) ?? (type.over === "each" ? length : joined);
    const shape = as === undefined ? undefined : own(inputs, as)?.shape;
    outputs[port] = { items: Math.max(1, count), ...(shape && { shape, of: shaped }) };
  }
  return outputs;
}

/** An output of a node, and the values that it holds: those that it made, or those of other outputs. */
interface Held extends Expected {
  readonly values: readonly string[];
}

class Walk {
  readonly #outputs = new Map<string, Readonly<Record<string, Held>>>();
  /** Nodes still to run that use a node's result. */
  readonly #users = new Map<string, number>();
  /** Bytes of values, and how many results that are held have them. */
  readonly #values = new Map<string, { readonly bytes: number; readonly is: string; holders: number }>();
  readonly #cache: number;
  #live = 0;
  /** Bytes that only the cache holds. */
  #kept = 0;
  peak: ExpectedMemory | undefined;

  constructor({ nodes }: Plan, cache: number) {
    this.#cache = cache;
    for (const node of nodes)
      for (const source of sourcesOf(node)) this.#users.set(source, (this.#users.get(source) ?? 0) + 1);
  }

  inputsOf(node: PlannedNode): Record<string, Held> {
    const inputs: Record<string, Held> = {};
    for (const { port, node: source, output } of node.inputs) {
      const held = this.#outputs.get(source)?.[output];
      if (held !== undefined) inputs[port] = held;
    }
    return inputs;
  }

  /** Runs a node: its outputs come, and what nobody needs after it goes. */
  run(node: PlannedNode, { outputs, work = 0 }: Expectation): void {
    const inputs = this.inputsOf(node);
    const held: Record<string, Held> = {};
    for (const [port, output] of Object.entries(outputs)) {
      const own = output.of === undefined && output.shape !== undefined ? [portRef(node.id, port)] : [];
      for (const value of own)
        this.#values.set(value, { bytes: bytesOf(output), is: describe(output), holders: 0 });
      const others = (output.of ?? []).flatMap((input) => inputs[input]?.values ?? []);
      held[port] = { ...output, values: [...new Set([...own, ...others])] };
    }
    this.#outputs.set(node.id, held);
    this.#hold(held, 1);
    this.#look(node.id, work);
    if ((this.#users.get(node.id) ?? 0) === 0) this.#hold(held, -1);
    for (const source of sourcesOf(node)) {
      const users = (this.#users.get(source) ?? 0) - 1;
      this.#users.set(source, users);
      const result = this.#outputs.get(source);
      if (users === 0 && result !== undefined) this.#hold(result, -1);
    }
  }

  #hold(result: Readonly<Record<string, Held>>, by: 1 | -1): void {
    for (const { values } of Object.values(result))
      for (const name of values) {
        const value = this.#values.get(name);
        if (value === undefined) continue;
        if (by === 1 && value.holders === 0) this.#live += value.bytes;
        value.holders += by;
        if (value.holders > 0) continue;
        this.#live -= value.bytes;
        if (value.bytes <= this.#cache) this.#kept = Math.min(this.#cache, this.#kept + value.bytes);
        this.#values.delete(name);
      }
  }

  #look(node: string, work: number): void {
    const bytes = this.#live + this.#kept + work;
    if (bytes <= (this.peak?.bytes ?? 0)) return;
    const [largest] = [...this.#values.values()].sort((a, b) => b.bytes - a.bytes);
    this.peak = { bytes, node, largest: largest?.is ?? "what it computes with" };
  }
}

function sourcesOf(node: PlannedNode): ReadonlySet<string> {
  return new Set(node.inputs.map((edge) => edge.node));
}

function describe({ items, shape = [] }: Expected): string {
  return `${items} ${items === 1 ? "item" : "items"} of ${shape.join(" × ")} numbers`;
}
