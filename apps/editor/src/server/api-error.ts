import type { ProblemDocument } from "@unclip/protocol";

/** A request that did not succeed. `away` is true when the server could not be reached at all. */
export class ApiError extends Error {
  readonly away: boolean;
  readonly problem: ProblemDocument | undefined;
  constructor(message: string, away: boolean, problem?: ProblemDocument) {
    super(message);
    this.name = "ApiError";
    this.away = away;
    this.problem = problem;
  }
}
