/**
 * The document: what a graph file holds, one page. Pure data; nothing a run produced is in it.
 */

/** A node's name in its graph: short, readable, unique, `[a-z0-9-]`, renamable. */
export type NodeId = string;

/** One end of an edge, `"node.port"`: an output port of a node. */
export type PortRef = string;

/** A literal that a param can hold. */
export type Literal = string | number | boolean | readonly string[] | readonly number[];

/** Position or size on the canvas: `[x, y]` or `[width, height]` in canvas pixels, absolute. */
export type Point = readonly [number, number];

/** A node that is switched off: `mute` yields nothing; `bypass` hands its first fitting input on. */
export type Off = "mute" | "bypass";

/** One instance of a node type in a graph. */
export interface GraphNode {
  /** The node type's name, or `part:NAME` for a part of this graph. */
  readonly type: string;
  /** Literal params that differ from the node type's defaults. */
  readonly params?: Readonly<Record<string, Literal>>;
  /** Edges into this node: input port (or param) name → the output port it is fed from. */
  readonly inputs?: Readonly<Record<string, PortRef>>;
  /** Points that the edge into an input is led through on the canvas, from its source on; only where a person bent it. */
  readonly bends?: Readonly<Record<string, readonly Point[]>>;
  readonly at?: Point;
  readonly off?: Off;
}

/** A titled box behind nodes. */
export interface Frame {
  readonly title: string;
  readonly at: Point;
  readonly size: Point;
}

/** A piece of markdown on the canvas. */
export interface Note {
  readonly text: string;
  readonly at: Point;
  readonly size?: Point;
}

/** A reusable subgraph, used as the node type `part:NAME`; editing it changes all its uses. */
export interface Part {
  readonly title: string;
  /** Declared input name → the inner `node.port` that it feeds. */
  readonly inputs: Readonly<Record<string, PortRef>>;
  /** Declared output name → the inner `node.port` that it shows. */
  readonly outputs: Readonly<Record<string, PortRef>>;
  readonly nodes: Readonly<Record<NodeId, GraphNode>>;
  readonly frames?: Readonly<Record<string, Frame>>;
  readonly notes?: Readonly<Record<string, Note>>;
}

/** A graph as a form: what a person who only uses it may change, and what they see. Names without a node are passed over. */
export interface AppForm {
  /** Params to fill in, in the order of the form: `"node.param"`. */
  readonly params: readonly string[];
  /** What is shown for it: `"node.port"` of outputs. */
  readonly outputs: readonly PortRef[];
}

/** A graph file of format version 1. */
export interface Graph {
  /** Address of the JSON Schema of this format, for text editors; kept as it is. */
  readonly $schema?: string;
  readonly unclip: 1;
  readonly title: string;
  readonly about?: string;
  /** Id of the model pack that the graph's nodes use. */
  readonly model: string;
  readonly nodes: Readonly<Record<NodeId, GraphNode>>;
  readonly frames?: Readonly<Record<string, Frame>>;
  readonly notes?: Readonly<Record<string, Note>>;
  readonly parts?: Readonly<Record<string, Part>>;
  readonly app?: AppForm;
}

/** Where a document is wrong and what to do about it; see {@link GraphError}. */
export interface DocumentProblem {
  /** Stable, for machines: `json_invalid`, `unknown_property`, `schema_version` … */
  readonly code: string;
  /** JSON pointer into the document, `/nodes/prior/params/steps`; `""` for the whole. */
  readonly pointer: string;
  /** One sentence: what was found, what was expected, what to do. */
  readonly message: string;
  /** How many problems it stands for, where it only counts them. */
  readonly more?: number;
}
