/** `--set node.param=value` and `--seed N`: literals put into a graph before it runs. */
import type { NodeTypeTable, Param, Vocabulary } from "@unclip/engine";
import { type Graph, type Literal, setParam } from "@unclip/graph";
import { InputError } from "./input-error.ts";

/** Applies settings in order. Throws {@link InputError} for a node, param or value that does not exist or parse. */
export function applySettings(graph: Graph, settings: readonly string[], vocabulary: Vocabulary): Graph {
  return settings.reduce((current, setting) => applySetting(current, setting, vocabulary), graph);
}

function applySetting(graph: Graph, setting: string, vocabulary: Vocabulary): Graph {
  const match = /^([a-z0-9-]+)\.([A-Za-z0-9_-]+)=([\s\S]*)$/.exec(setting);
  if (match === null) throw new InputError(`--set takes node.param=value; "${setting}" is not of that form.`);
  const [, node = "", name = "", value = ""] = match;
  const table = tableOf(graph, node, vocabulary);
  const param = table.params[name];
  if (param === undefined) {
    const there = Object.keys(table.params).join(", ") || "none";
    throw new InputError(`The node "${node}" (${table.type}) has no param "${name}"; it has ${there}.`);
  }
  return withParam(graph, node, name, readLiteral(param, value, `${node}.${name}`), param);
}

/** Sets every seed of the graph that is a literal. */
export function applySeed(graph: Graph, seed: string, vocabulary: Vocabulary): Graph {
  let current = graph;
  for (const [id, node] of Object.entries(graph.nodes)) {
    for (const [name, param] of Object.entries(vocabulary.nodeTypes[node.type]?.params ?? {})) {
      if (param.param !== "seed") continue;
      current = withParam(current, id, name, readLiteral(param, seed, "--seed"), param);
    }
  }
  return current;
}

function tableOf(graph: Graph, node: string, vocabulary: Vocabulary): NodeTypeTable {
  const type = graph.nodes[node]?.type;
  if (type === undefined) {
    throw new InputError(`There is no node "${node}"; there are ${Object.keys(graph.nodes).join(", ")}.`);
  }
  const table = vocabulary.nodeTypes[type];
  if (table === undefined) throw new InputError(`The node "${node}" has the unknown type "${type}".`);
  return table;
}

/** A setting wins over an edge into the same param: the edge goes. */
function withParam(graph: Graph, node: string, name: string, value: Literal, param: Param): Graph {
  const set = setParam(graph, node, name, value, param.default).graph;
  const before = set.nodes[node];
  if (before?.inputs?.[name] === undefined) return set;
  const { [name]: _, ...inputs } = before.inputs;
  return { ...set, nodes: { ...set.nodes, [node]: { ...before, inputs } } };
}

/** Reads a literal as the param wants it. */
function readLiteral(param: Param, value: string, where: string): Literal {
  switch (param.param) {
    case "integer":
    case "number":
    case "seed": {
      const words = param.param === "seed" ? [] : (param.words ?? []);
      if (words.includes(value)) return value;
      const read = Number(value);
      if (value.trim() === "" || !Number.isFinite(read))
        throw new InputError(
          `${where} takes ${["a number", ...words].join(" or ")}; "${value}" is none of that.`,
        );
      return read;
    }
    case "boolean":
      if (value !== "true" && value !== "false")
        throw new InputError(`${where} takes true or false; "${value}" is neither.`);
      return value === "true";
    case "list":
      return param.of === "text" ? value.split("\n") : value.split(",").map((item) => Number(item));
    default:
      return value;
  }
}
