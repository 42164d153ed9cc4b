/**
 * The problems of one graph as they are found. A small file can have a problem at every node of 10,000, so only the
 * first are put into sentences; the others are counted.
 */
import { type Effort, maxEffort } from "./nearest.ts";
import { error, type Parts, type Problem, remark } from "./problem.ts";

/** Problems of each severity that are listed: more than a person corrects at a time. */
const mostListed = 100;
/** UTF-16 units of all listed sentences together; the problem that passes it is the last. */
const mostCharacters = 100_000;

/** Collects problems within bounds. What is made of a problem is made only where it is listed. */
export class Findings {
  /** What the search for near names may still take. */
  readonly effort: Effort = { left: maxEffort };
  readonly #listed: Problem[] = [];
  readonly #counts = { error: 0, remark: 0 };
  readonly #omitted = { error: 0, remark: 0 };
  readonly #concerns: (node: string | undefined) => boolean;
  #characters = 0;

  /** @param concerns of which nodes problems are wanted: of all where absent; `undefined` stands for the graph */
  constructor(concerns: (node: string | undefined) => boolean = () => true) {
    this.#concerns = concerns;
  }

  /** Adds an error of a node, or of the graph where `node` is `undefined`. */
  error(node: string | undefined, make: () => Omit<Parts, "node">): void {
    this.#add(node, "error", () => error({ ...(node === undefined ? {} : { node }), ...make() }));
  }

  /** Adds a remark on a node. */
  remark(node: string, make: () => Omit<Parts, "node">): void {
    this.#add(node, "remark", () => remark({ node, ...make() }));
  }

  /** Whether every problem is listed. */
  get complete(): boolean {
    return this.#omitted.error + this.#omitted.remark === 0;
  }

  /** The listed problems in the order in which they were found, and one that says how many are not listed. */
  get problems(): Problem[] {
    const { error: errors, remark: remarks } = this.#omitted;
    return [
      ...this.#listed,
      ...(errors > 0 ? [error(more(errors, "problem"))] : []),
      ...(remarks > 0 ? [remark(more(remarks, "remark"))] : []),
    ];
  }

  #add(node: string | undefined, severity: Problem["severity"], make: () => Problem): void {
    if (!this.#concerns(node)) return;
    if (this.#counts[severity] >= mostListed || this.#characters > mostCharacters) {
      this.#omitted[severity]++;
      return;
    }
    const problem = make();
    this.#counts[severity]++;
    this.#characters += JSON.stringify(problem).length;
    this.#listed.push(problem);
  }
}

/** How many problems a list stands for, those that it only counts included. */
export function countProblems(problems: readonly { readonly more?: number }[]): number {
  return problems.reduce((sum, { more = 1 }) => sum + more, 0);
}

function more(count: number, noun: string): Parts {
  return {
    code: "problems_omitted",
    more: count,
    found: `and ${count} more ${noun}${count === 1 ? "" : "s"} that ${count === 1 ? "is" : "are"} not listed`,
    expected: "",
    remedy: "Correct the listed ones first",
  };
}
