/** What outputs will be, before they are computed: how many items, how large, and whose values they are. */
import type { Literal } from "@unclip/graph";

/** A batch that is expected. */
export interface Expected {
  readonly items: number;
  /** The largest item as an array of numbers of 4 bytes; values without one take no memory worth counting. */
  readonly shape?: readonly number[];
}

/** An output that is expected. Where it is `of` inputs, it hands their values on and takes no memory of its own. */
export interface ExpectedOutput extends Expected {
  readonly of?: readonly string[];
}

/** What a node type foretells. */
export interface Expectation {
  readonly outputs: Readonly<Record<string, ExpectedOutput>>;
  /** Bytes that the node takes besides its outputs while it runs. */
  readonly work?: number;
}

/** What is known of a node before it runs. */
export interface Foreseen<Host> {
  /** By input port and wired param; what is not connected is not there. */
  readonly inputs: Readonly<Record<string, Expected>>;
  /** Literals of the params that no edge feeds. */
  readonly params: Readonly<Record<string, Literal>>;
  /** The longest of the inputs' batches: the number of items that an `each` node has. */
  readonly length: number;
  /** Outputs given on request that something is connected to. */
  readonly asked: ReadonlySet<string>;
  readonly host: Host;
  /** Id of the graph's model pack. */
  readonly model: string;
}

/** Bytes of all items of a batch that hold values of their own. */
export function bytesOf({ items, shape }: Expected): number {
  return shape === undefined ? 0 : 4 * items * shape.reduce((all, length) => all * length, 1);
}
