/**
 * A fault of a graph that shows before anything runs. `message` is one sentence made of the parts; the parts are for
 * whoever shows them apart.
 *
 * | code | meaning |
 * |---|---|
 * | node_type_unknown | no node type (or part) of that name; nearest names given |
 * | part_cycle | a part contains itself |
 * | graph_too_large | parts unfold to too many nodes |
 * | port_unknown | an edge enters a port or param that the node type does not have |
 * | edge_dangling | an edge comes from a node or an output port that does not exist |
 * | kind_mismatch | what comes along the edge cannot enter the port |
 * | substitution | remark: it can, as a substitute; the sentence says what that means |
 * | space_mismatch | values of two spaces meet at a node, or one that is not the model's where it must be |
 * | literal_on_link | a literal stands where only an edge can feed |
 * | input_missing | a required input has no edge |
 * | param_unknown, param_kind, param_range | a literal that the node type does not take |
 * | sweep_too_large | an output would have more items than a sweep may |
 * | graph_cycle | the shortest cycle, as a path |
 * | graph_no_output | nothing is there to look at or save |
 * | muted | remark: the node does not run, since what it needs is switched off |
 * | target_unknown | a run was asked up to a node that does not exist |
 * | problems_omitted | how many more problems there are than are listed |
 */
export interface Problem {
  readonly code: string;
  readonly node?: string;
  /** An input port, a param or an output port of the node. */
  readonly port?: string;
  /** A graph with an error cannot run; a remark is for the reader. */
  readonly severity: "error" | "remark";
  readonly found: string;
  readonly expected: string;
  readonly remedy: string;
  readonly message: string;
  /** How many problems it stands for, where it only counts them. */
  readonly more?: number;
}

/** What a problem is made of. */
export type Parts = Omit<Problem, "message" | "severity">;

/** A text of the document in a sentence: the beginning of a long one. */
export function shortened(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}

/** An error, its sentence made of its parts: `decode.embedding: found …; expected …. Remedy.` */
export function error(parts: Parts): Problem {
  return { ...parts, severity: "error", message: sentence(parts) };
}

/** Something that the reader should know and that stops nothing. */
export function remark(parts: Parts): Problem {
  return { ...parts, severity: "remark", message: sentence(parts) };
}

function sentence({ node, port, found, expected, remedy }: Parts): string {
  const place = node === undefined ? "" : `${node}${port === undefined ? "" : `.${port}`}: `;
  const facts = expected === "" ? found : `${found}; expected ${expected}`;
  return `${place}${facts}.${remedy === "" ? "" : ` ${remedy}.`}`;
}
