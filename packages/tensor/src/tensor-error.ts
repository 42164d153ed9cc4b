/** What can be wrong with an operation on tensors. */
export type TensorErrorCode =
  | "shape" // shapes that do not fit each other or the operation
  | "range" // a number outside its range
  | "seed" // not an integer in 0..2^53−1
  | "zero-vector" // a direction was asked of a vector of length zero
  | "antipodal"; // two opposite vectors have no single arc between them

/** Thrown by every function of this package; `code` is stable, the message is for people. */
export class TensorError extends Error {
  readonly code: TensorErrorCode;
  constructor(code: TensorErrorCode, message: string) {
    super(message);
    this.name = "TensorError";
    this.code = code;
  }
}
