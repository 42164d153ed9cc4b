/**
 * Port, NodeType, NodeContext: what a node type is, one page. A node type is data (ports, params, words) plus
 * `execute`; the data half goes to the editor as JSON, see `describe.ts`.
 */
import type { Expectation, Foreseen } from "./expectation.ts";
import type { Batch, InputSpace, Kind } from "./kind.ts";
import type { Param, ParamValue } from "./param.ts";

/** An input port. */
export interface InputPort<V = unknown, Optional extends boolean = boolean> {
  readonly kind: Kind<V>;
  readonly title: string;
  readonly about: string;
  /** An optional port may be left without an edge; the node then receives `undefined`. */
  readonly optional: Optional;
  /** The space that it takes, where that is not the one that its kind says. */
  readonly space?: InputSpace;
  /** Names another input: this one takes only what is of the kind and the space of what enters there. */
  readonly like?: string;
}

/** An output port. */
export interface OutputPort<V = unknown, Many extends boolean = boolean> {
  readonly kind: Kind<V>;
  readonly title: string;
  readonly about: string;
  /** The output has the kind of what enters this input (arithmetic: text in, text out). */
  readonly as?: string;
  /** Where it lives, when that is neither the space of what enters the node nor that of the graph's model. */
  readonly space?: OutputSpace;
  /**
   * Inputs and params of an `all` node whose counts multiply to the output's number of items: the batch of an input, a
   * number, the entries of a list. The product of several is bounded.
   */
  readonly items?: readonly string[];
  /**
   * An `each` node gives a batch an item here (candidates, steps), and only where something is connected: see `asked`
   * of {@link NodeContext}. The output is all of them, one item after another.
   */
  readonly onRequest?: Many;
}

/**
 * The param whose text names the space (an empty text is the space of the graph's model), or a name: of a space that
 * the model has besides its own, and that nothing else lives in.
 */
export type OutputSpace = { readonly param: string } | { readonly name: string };

/** What `execute` may ask of its surroundings. */
export interface NodeContext<Host> {
  readonly host: Host;
  /** Id of the graph's model pack. */
  readonly model: string;
  /** Aborted when the run is cancelled; pass it on, check it between two model calls. */
  readonly signal: AbortSignal;
  /** Outputs given on request alone to which something is connected; the others of that sort may be left out. */
  readonly asked: ReadonlySet<string>;
  /** Whether pictures of the steps are wanted; a run that only wants its result soon does without. */
  readonly previews: boolean;
  /** Reports step `step` of `of`, with something to look at for whoever watches (x̂0 as an asset). */
  progress(step: number, of: number, preview?: { readonly asset: string; readonly item: number }): void;
  /**
   * Something that whoever reads the result should know, though nothing failed: told with the result now and each time
   * that it comes from the cache. Of one item of those given, or of all.
   */
  remark(text: string, item?: number): void;
}

type Inputs = Readonly<Record<string, InputPort>>;
type Outputs = Readonly<Record<string, OutputPort>>;
type Params = Readonly<Record<string, Param>>;

type InputItem<I extends Inputs> = {
  readonly [K in keyof I]: I[K] extends InputPort<infer V, infer O>
    ? O extends false
      ? V
      : V | undefined
    : never;
};
type InputBatch<I extends Inputs> = {
  readonly [K in keyof I]: I[K] extends InputPort<infer V, infer O>
    ? O extends false
      ? Batch<V>
      : Batch<V> | undefined
    : never;
};
type ParamItem<P extends Params> = { readonly [K in keyof P]: ParamValue<P[K]> };
type OutputItem<O extends Outputs> = {
  readonly [K in keyof O]: O[K] extends OutputPort<infer V, infer Many>
    ? Many extends true
      ? Batch<V> | undefined
      : V
    : never;
};
type OutputBatch<O extends Outputs> = {
  readonly [K in keyof O]: O[K] extends OutputPort<infer V, boolean> ? Batch<V> : never;
};

interface Description<I extends Inputs, O extends Outputs, P extends Params> {
  /** The name in graph files, kebab-case. */
  readonly type: string;
  /** Raised when the same inputs give another result; part of every cache key. */
  readonly version: number;
  readonly title: string;
  /** Heading in the palette. */
  readonly group: string;
  /** One or two sentences, with the paper's section. */
  readonly about: string;
  readonly inputs: I;
  readonly outputs: O;
  readonly params: P;
  /** Runs for its effect (preview, save): a graph needs at least one such node. */
  readonly sink?: boolean;
}

/** What a node type may say of its outputs before it runs. */
interface Foretelling<Host> {
  /**
   * Foretells the size of the outputs, so that a run which would take too much memory is not begun. For node types that
   * make pictures; without it an output that follows an input is taken to hand its values on, and others to be small.
   */
  readonly expect?: (known: Foreseen<Host>) => Expectation | Promise<Expectation>;
}

/** Item i of the outputs depends on item i of the inputs alone; cached per item. */
export interface EachNode<Host, I extends Inputs, O extends Outputs, P extends Params>
  extends Description<I, O, P>,
    Foretelling<Host> {
  readonly over: "each";
  /** Gets only the items that are not cached, and returns as many, in order. */
  execute(
    items: readonly (InputItem<I> & ParamItem<P>)[],
    context: NodeContext<Host>,
  ): Promise<readonly OutputItem<O>[]>;
}

/** The outputs depend on the whole batches (grid, mean, PCA fit); cached as a whole. */
export interface AllNode<Host, I extends Inputs, O extends Outputs, P extends Params>
  extends Description<I, O, P>,
    Foretelling<Host> {
  readonly over: "all";
  /** Params come as the single value that they hold; a wired param must carry a batch of one. */
  execute(inputs: InputBatch<I> & ParamItem<P>, context: NodeContext<Host>): Promise<OutputBatch<O>>;
}

// biome-ignore lint/suspicious/noExplicitAny: a registry holds node types of every shape
export type NodeType<Host = any> = EachNode<Host, any, any, any> | AllNode<Host, any, any, any>;

/** Node types by name. */
export type NodeTypes<Host = unknown> = ReadonlyMap<string, NodeType<Host>>;

/** Binds the host type once; every definition then infers its ports and params. */
export function nodeDefiner<Host>() {
  return {
    each: <I extends Inputs, O extends Outputs, const P extends Params>(
      node: Omit<EachNode<Host, I, O, P>, "over">,
    ): EachNode<Host, I, O, P> => ({ over: "each", ...node }),
    all: <I extends Inputs, O extends Outputs, const P extends Params>(
      node: Omit<AllNode<Host, I, O, P>, "over">,
    ): AllNode<Host, I, O, P> => ({ over: "all", ...node }),
  };
}

/** What an input takes besides its kind: a space other than its kind says, or what is like another input. */
type InputRule = InputSpace | { readonly like: string };

const ruled = (rule?: InputRule) => (typeof rule === "string" ? { space: rule } : rule);

/** A required input port. */
export function input<V>(
  kind: Kind<V, never>,
  title: string,
  about: string,
  rule?: InputRule,
): InputPort<V, false> {
  return { kind: kind as Kind<V>, title, about, optional: false, ...ruled(rule) };
}

/** An input port that may stay without an edge. */
export function optionalInput<V>(
  kind: Kind<V, never>,
  title: string,
  about: string,
  rule?: InputRule,
): InputPort<V, true> {
  return { kind: kind as Kind<V>, title, about, optional: true, ...ruled(rule) };
}

/** An output port; `as` names the input whose kind it takes, or `space` where it lives, `items` what it multiplies. */
export function output<V>(
  kind: Kind<V, never>,
  title: string,
  about: string,
  more:
    | string
    | { readonly as?: string; readonly space?: OutputSpace; readonly items?: readonly string[] } = {},
): OutputPort<V, false> {
  return { kind: kind as Kind<V>, title, about, ...(typeof more === "string" ? { as: more } : more) };
}

/** An output of an `each` node that is a batch an item, and is computed only where something is connected to it. */
export function manyOnRequest<V>(kind: Kind<V, never>, title: string, about: string): OutputPort<V, true> {
  return { kind: kind as Kind<V>, title, about, onRequest: true };
}

/** Registers node types by their names. Throws when two share one. */
export function nodeTypes<Host>(list: readonly NodeType<Host>[]): NodeTypes<Host> {
  const types = new Map<string, NodeType<Host>>();
  for (const type of list) {
    if (types.has(type.type)) throw new Error(`Two node types are called "${type.type}"; rename one.`);
    types.set(type.type, type);
  }
  return types;
}
