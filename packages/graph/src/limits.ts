/** How large a document may be. The defaults bound what a stranger can send; a benchmark lifts them. */
export interface Limits {
  /** UTF-16 units of the whole text. */
  readonly text: number;
  /** Levels of objects and arrays. */
  readonly depth: number;
  /** Nodes of the graph and of all its parts together. */
  readonly nodes: number;
  /** UTF-16 units of one string. */
  readonly string: number;
  /** Entries of one object or list. */
  readonly entries: number;
  /** Values of the whole document, at any depth. */
  readonly values: number;
}

export const defaultLimits: Limits = {
  text: 1_000_000,
  depth: 32,
  nodes: 2_000,
  string: 32_768,
  entries: 10_000,
  values: 100_000,
};

/** The limits with some lifted. More nodes bring more entries and values. */
export function withLimits(lifted: Partial<Limits>): Limits {
  const limits = { ...defaultLimits, ...lifted };
  return {
    ...limits,
    entries: Math.max(limits.entries, limits.nodes),
    values: Math.max(limits.values, 50 * limits.nodes),
  };
}

/** Problems that are listed: enough for a person. A hostile document must not make a report larger than itself. */
export const mostProblems = 100;
