/** What is wrong with one node: kinds of its edges, inputs that are missing, literals that do not fit. */
import { type Literal, type NodePort, own } from "@unclip/graph";
import { type NodeTypeTable, paramKind, type Vocabulary } from "./describe.ts";
import { type FedNode, kindOf } from "./feeds.ts";
import { fit } from "./kind.ts";
import { alternatives, nearest } from "./nearest.ts";
import { paramFault } from "./param-check.ts";
import { error, type Problem, remark } from "./problem.ts";
import type { WiredNode } from "./wired-node.ts";
import type { Wiring } from "./wiring.ts";

/** In the order: edges, missing inputs, params. A node that is switched off is asked for no inputs. */
export function nodeProblems(
  wired: WiredNode,
  node: FedNode,
  fed: readonly FedNode[],
  wiring: Wiring,
  vocabulary: Vocabulary,
): Problem[] {
  const { table } = wired;
  if (table === undefined) return [];
  const problems: Problem[] = [];
  for (const [port, source] of node.edges) {
    const kind = kindOf(source, wiring, fed);
    if (kind === undefined) continue;
    const like = node.edges.get(own(table.inputs, port)?.like ?? "");
    const model = like === undefined ? undefined : kindOf(like, wiring, fed);
    const problem =
      kindProblem(wired, table, port, source, kind, vocabulary) ??
      (model === undefined ? undefined : unlikeProblem(wired, table, port, source, kind, model, vocabulary));
    if (problem !== undefined) problems.push(problem);
  }
  if (wired.flat.node.off === undefined) {
    if (node.idle !== undefined) problems.push(idleRemark(wired, node.idle));
    problems.push(...missingInputs(wired, table, vocabulary));
  }
  for (const [name, value] of Object.entries(wired.flat.node.params ?? {})) {
    const problem = paramProblem(wired, table, name, value);
    if (problem !== undefined) problems.push(problem);
  }
  problems.push(...missingAssets(wired, table));
  return problems;
}

function kindProblem(
  wired: WiredNode,
  table: NodeTypeTable,
  port: string,
  source: NodePort,
  kind: string,
  vocabulary: Vocabulary,
): Problem | undefined {
  const param = own(table.params, port);
  const into = own(table.inputs, port)?.kind ?? (param === undefined ? undefined : paramKind(param));
  if (into === undefined) return undefined;
  const fits = fit({ name: kind }, { name: into, accepts: own(vocabulary.kinds, into)?.accepts ?? {} });
  const place = { node: wired.flat.id, port };
  const title = (name: string) => own(vocabulary.kinds, name)?.title ?? name;
  if (fits === undefined)
    return error({
      code: "kind_mismatch",
      ...place,
      found: `${title(kind)} from ${source.node}.${source.port}`,
      expected: title(into),
      remedy: between(kind, into, vocabulary),
    });
  if (fits.remark === "") return undefined;
  return remark({
    code: "substitution",
    ...place,
    found: `${title(kind)} from ${source.node}.${source.port}`,
    expected: title(into),
    remedy: fits.remark.replace(/\.$/, ""),
  });
}

/** An input that takes what is like another: of its kind, or of one that enters it without a remark. */
function unlikeProblem(
  wired: WiredNode,
  table: NodeTypeTable,
  port: string,
  source: NodePort,
  kind: string,
  model: string,
  { kinds }: Vocabulary,
): Problem | undefined {
  if (fit({ name: kind }, { name: model, accepts: own(kinds, model)?.accepts ?? {} })?.remark === "")
    return undefined;
  const title = (name: string) => own(kinds, name)?.title ?? name;
  return error({
    code: "kind_mismatch",
    node: wired.flat.id,
    port,
    found: `${title(kind)} from ${source.node}.${source.port}`,
    expected: `${title(model)}, as what enters "${own(table.inputs, port)?.like}"`,
    remedy: "Connect values of one kind",
  });
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

function missingInputs(wired: WiredNode, table: NodeTypeTable, vocabulary: Vocabulary): Problem[] {
  return Object.entries(table.inputs).flatMap(([port, { kind, optional }]) => {
    if (optional || wired.flat.sources.has(port)) return [];
    const title = own(vocabulary.kinds, kind)?.title ?? kind;
    const giver = Object.values(vocabulary.nodeTypes).find(({ outputs }) =>
      Object.values(outputs).some((output) => output.kind === kind),
    );
    return [
      error({
        code: "input_missing",
        node: wired.flat.id,
        port,
        found: `the input "${port}" is not connected; it takes ${title}`,
        expected: "",
        remedy: `Connect ${giver === undefined ? `an output that gives ${title}` : `a ${giver.type} node, say`}`,
      }),
    ];
  });
}

function paramProblem(
  wired: WiredNode,
  table: NodeTypeTable,
  name: string,
  value: Literal,
): Problem | undefined {
  const place = { node: wired.flat.id, port: name };
  const param = own(table.params, name);
  if (param === undefined) return literalProblem(wired, table, name);
  const fault = wired.flat.sources.has(name) ? undefined : paramFault(param, value);
  return fault === undefined ? undefined : error({ ...place, ...fault });
}

function literalProblem(wired: WiredNode, table: NodeTypeTable, name: string): Problem {
  const place = { node: wired.flat.id, port: name };
  if (own(table.inputs, name) !== undefined)
    return error({
      code: "literal_on_link",
      ...place,
      found: "a literal",
      expected: "an edge, since this input is no param",
      remedy: "Remove the literal and connect an output",
    });
  const names = Object.keys(table.params);
  const near = nearest(name, names);
  return error({
    code: "param_unknown",
    ...place,
    found: `a param "${name}" that ${table.type} does not have`,
    expected: names.length === 0 ? "none (it has no params)" : alternatives(near.length > 0 ? near : names),
    remedy: "Correct the name, or remove it",
  });
}

/** An asset has no default that could run. */
function missingAssets(wired: WiredNode, table: NodeTypeTable): Problem[] {
  return Object.entries(table.params).flatMap(([name, param]) => {
    if (
      param.param !== "asset" ||
      wired.flat.sources.has(name) ||
      own(wired.flat.node.params, name) !== undefined
    )
      return [];
    const fault = wired.flat.node.off === undefined ? paramFault(param, param.default) : undefined;
    return fault === undefined ? [] : [error({ node: wired.flat.id, port: name, ...fault })];
  });
}

function idleRemark(wired: WiredNode, idle: NonNullable<FedNode["idle"]>): Problem {
  return remark({
    code: "muted",
    node: wired.flat.id,
    ...(idle.port === undefined ? {} : { port: idle.port }),
    found: `nothing comes in, since "${idle.because}" is switched off`,
    expected: "",
    remedy: "It does not run until that node is switched on",
  });
}
