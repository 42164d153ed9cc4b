/**
 * Node types as JSON: what the editor and `unclip nodes` know of them. `check` and `plan` need no more, so they run
 * wherever this table is.
 */
import type { InputSpace, Kind } from "./kind.ts";
import type { NodeType, NodeTypes, OutputSpace } from "./node-type.ts";
import type { Param } from "./param.ts";

/** A kind without its code. */
export interface KindTable {
  readonly name: string;
  readonly title: string;
  readonly accepts: Readonly<Record<string, string>>;
}

/** A port by the name of its kind. */
export interface PortTable {
  readonly kind: string;
  readonly title: string;
  readonly about: string;
  readonly optional?: boolean;
  readonly as?: string;
  /** The input whose kind and space this one's have to be. */
  readonly like?: string;
  /** For values that live in a space: which one an input takes, or what names the output's. */
  readonly space?: InputSpace | OutputSpace;
  /** Inputs and params whose counts multiply to the output's number of items. */
  readonly items?: readonly string[];
  /** An output that is computed only where something is connected to it. */
  readonly onRequest?: boolean;
}

/** A node type without `execute`. */
export interface NodeTypeTable {
  readonly type: string;
  readonly version: number;
  readonly title: string;
  readonly group: string;
  readonly about: string;
  readonly over: "each" | "all";
  readonly sink: boolean;
  readonly inputs: Readonly<Record<string, PortTable>>;
  readonly outputs: Readonly<Record<string, PortTable>>;
  readonly params: Readonly<Record<string, Param>>;
}

/** Everything an editor needs to draw and check graphs. */
export interface Vocabulary {
  readonly kinds: Readonly<Record<string, KindTable>>;
  readonly nodeTypes: Readonly<Record<string, NodeTypeTable>>;
}

/** The kind that a param has as a port. */
export function paramKind(param: Param): string {
  switch (param.param) {
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "seed":
      return "seed";
    case "list":
      return param.of === "text" ? "text-list" : "number-list";
    default:
      return "text";
  }
}

/** Projects node types and kinds to JSON. */
export function describe(types: NodeTypes<never>, kinds: readonly Kind<never, never>[]): Vocabulary {
  return {
    kinds: Object.fromEntries(
      kinds.map((k) => [k.name, { name: k.name, title: k.title, accepts: k.accepts ?? {} }]),
    ),
    nodeTypes: Object.fromEntries([...types.values()].map((t) => [t.type, describeNodeType(t)])),
  };
}

function describeNodeType(t: NodeType<never>): NodeTypeTable {
  return {
    type: t.type,
    version: t.version,
    title: t.title,
    group: t.group,
    about: t.about,
    over: t.over,
    sink: t.sink ?? false,
    inputs: portTables(t.inputs),
    outputs: portTables(t.outputs),
    params: t.params,
  };
}

/** An input or an output port. */
interface AnyPort {
  readonly kind: Kind;
  readonly title: string;
  readonly about: string;
  readonly optional?: boolean;
  readonly as?: string;
  readonly like?: string;
  readonly space?: InputSpace | OutputSpace;
  readonly items?: readonly string[];
  readonly onRequest?: boolean;
}

function portTables(ports: Readonly<Record<string, AnyPort>>): Record<string, PortTable> {
  const tables = Object.entries(ports).map(([name, port]) => {
    const { kind, title, about, optional, as, like, space, items, onRequest } = port;
    const lives = space ?? kind.space;
    const table: PortTable = {
      kind: kind.name,
      title,
      about,
      ...(optional && { optional }),
      ...(as !== undefined && { as }),
      ...(like !== undefined && { like }),
      ...(lives && { space: lives }),
      ...(items && { items }),
      ...(onRequest && { onRequest }),
    };
    return [name, table] as const;
  });
  return Object.fromEntries(tables);
}
