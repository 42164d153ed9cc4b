/** What is wrong with one node: kinds of its edges, inputs that are missing, literals that do not fit. */
import { type Literal, type NodePort, own } from "@unclip/graph";
import { type NodeTypeTable, type PortTable, paramKind, type Vocabulary } from "../contract/describe.ts";
import { fit } from "../contract/kind.ts";
import type { Param } from "../contract/param.ts";
import { type ParamFault, paramFault } from "../contract/param-check.ts";
import type { Findings } from "./findings.ts";
import { alternatives, type Effort, nearest } from "./nearest.ts";
import { type Parts, shortened } from "./problem.ts";
import { kindOf, type ResolvedGraph, type ResolvedNode } from "./resolved-graph.ts";

/** In the order: edges, missing inputs, params. A node that is switched off is asked for no inputs. */
export function nodeProblems(
  resolved: ResolvedNode,
  graph: ResolvedGraph,
  vocabulary: Vocabulary,
  findings: Findings,
): void {
  const { id, node, table, edges, idle } = resolved;
  if (table === undefined) return;
  for (const [port, source] of edges) {
    const kind = kindOf(source, graph);
    if (kind === undefined) continue;
    const like = edges.get(own(table.inputs, port)?.like ?? "");
    const model = like === undefined ? undefined : kindOf(like, graph);
    edgeKind({ id, table, port, source, kind, model }, vocabulary, findings);
  }
  if (node.off === undefined) {
    if (idle !== undefined) idleRemark(id, idle, findings);
    missingInputs(resolved, table, vocabulary, findings);
  }
  const { params = {} } = node;
  for (const name of Object.keys(params))
    paramProblem(resolved, table, name, params[name] as Literal, findings);
  missingAssets(resolved, table, findings);
}

/** An edge whose both ends exist. */
interface Entering {
  readonly id: string;
  readonly table: NodeTypeTable;
  readonly port: string;
  readonly source: NodePort;
  readonly kind: string;
  /** The kind that an input takes which is like another. */
  readonly model: string | undefined;
}

/** Tells where a kind does not enter a port, or not without a remark. */
function edgeKind(edge: Entering, vocabulary: Vocabulary, findings: Findings): void {
  const { id, table, port, source, kind, model } = edge;
  const { kinds } = vocabulary;
  const fits = (into: string) =>
    fit({ name: kind }, { name: into, accepts: own(kinds, into)?.accepts ?? {} });
  const title = (name: string) => own(kinds, name)?.title ?? name;
  const found = () => `${title(kind)} from ${shortened(source.node)}.${source.port}`;
  const param = own(table.params, port);
  const into = own(table.inputs, port)?.kind ?? (param === undefined ? undefined : paramKind(param));
  const remarked = into === undefined ? "" : fits(into)?.remark;
  if (into !== undefined && remarked === undefined)
    findings.error(id, () => ({
      code: "kind_mismatch",
      port,
      found: found(),
      expected: title(into),
      remedy: between(kind, into, vocabulary),
    }));
  else if (into !== undefined && remarked !== undefined && remarked !== "")
    findings.remark(id, () => ({
      code: "substitution",
      port,
      found: found(),
      expected: title(into),
      remedy: remarked.endsWith(".") ? remarked.slice(0, -1) : remarked,
    }));
  // an input that takes what is like another: of its kind, or of one that enters it without a remark
  else if (model !== undefined && fits(model)?.remark !== "")
    findings.error(id, () => ({
      code: "kind_mismatch",
      port,
      found: found(),
      expected: `${title(model)}, as what enters "${own(table.inputs, port)?.like}"`,
      remedy: "Connect values of one kind",
    }));
}

/** Advice for two kinds that do not fit: a node type that turns one into the other, where there is one. */
function between(kind: string, into: string, vocabulary: Vocabulary): string {
  const fits = (from: string, to: string) =>
    fit({ name: from }, { name: to, accepts: own(vocabulary.kinds, to)?.accepts ?? {} })?.remark === "";
  const found = Object.values(vocabulary.nodeTypes).find(
    (t) =>
      Object.values(t.inputs).some((i) => fits(kind, i.kind)) &&
      Object.values(t.outputs).some((o) => fits(o.kind, into)),
  );
  return found === undefined
    ? "Connect another output"
    : `Put ${found.type} between them, or connect another output`;
}

function missingInputs(
  { id, sources }: ResolvedNode,
  table: NodeTypeTable,
  vocabulary: Vocabulary,
  findings: Findings,
): void {
  for (const port of Object.keys(table.inputs)) {
    const { kind, optional } = table.inputs[port] as PortTable;
    if (optional || sources.has(port)) continue;
    findings.error(id, () => {
      const title = own(vocabulary.kinds, kind)?.title ?? kind;
      const giver = Object.values(vocabulary.nodeTypes).find(({ outputs }) =>
        Object.values(outputs).some((output) => output.kind === kind),
      );
      return {
        code: "input_missing",
        port,
        found: `the input "${port}" is not connected; it takes ${title}`,
        expected: "",
        remedy: `Connect ${giver === undefined ? `an output that gives ${title}` : `a ${giver.type} node, say`}`,
      };
    });
  }
}

function paramProblem(
  { id, sources }: ResolvedNode,
  table: NodeTypeTable,
  name: string,
  value: Literal,
  findings: Findings,
): void {
  const param = own(table.params, name);
  if (param === undefined) findings.error(id, () => literalProblem(table, name, findings.effort));
  else if (!sources.has(name)) faultProblem(id, name, paramFault(param, value), findings);
}

function faultProblem(id: string, port: string, fault: ParamFault | undefined, findings: Findings): void {
  if (fault !== undefined) findings.error(id, () => ({ port, ...fault }));
}

function literalProblem(table: NodeTypeTable, name: string, effort: Effort): Omit<Parts, "node"> {
  if (own(table.inputs, name) !== undefined)
    return {
      code: "literal_on_link",
      port: name,
      found: "a literal",
      expected: "an edge, since this input is no param",
      remedy: "Remove the literal and connect an output",
    };
  const names = Object.keys(table.params);
  const near = nearest(name, names, effort);
  return {
    code: "param_unknown",
    port: name,
    found: `a param "${name}" that ${table.type} does not have`,
    expected: names.length === 0 ? "none (it has no params)" : alternatives(near.length > 0 ? near : names),
    remedy: "Correct the name, or remove it",
  };
}

/** An asset has no default that could run. */
function missingAssets({ id, node, sources }: ResolvedNode, table: NodeTypeTable, findings: Findings): void {
  for (const name of Object.keys(table.params)) {
    const param = table.params[name] as Param;
    if (param.param !== "asset" || sources.has(name) || own(node.params, name) !== undefined) continue;
    if (node.off === undefined) faultProblem(id, name, paramFault(param, param.default), findings);
  }
}

function idleRemark(id: string, idle: NonNullable<ResolvedNode["idle"]>, findings: Findings): void {
  findings.remark(id, () => ({
    code: "muted",
    ...(idle.port === undefined ? {} : { port: idle.port }),
    found: `nothing comes in, since "${shortened(idle.because)}" is switched off`,
    expected: "",
    remedy: "It does not run until that node is switched on",
  }));
}
