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
}

export const defaultLimits: Limits = { text: 1_000_000, depth: 32, nodes: 2_000, string: 32_768 };
