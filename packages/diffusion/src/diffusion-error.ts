/** Error codes of a diffusion's settings. */
export type DiffusionErrorCode =
  | "schedule" // a noise schedule that is not one
  | "timesteps" // a list of levels that does not fit the schedule
  | "prediction" // a network's output that does not fit what was said of it
  | "guidance"; // a guidance scale that does not fit the batch

/** Thrown by every function of this package; `code` is stable, the message is for people. */
export class DiffusionError extends Error {
  readonly code: DiffusionErrorCode;
  constructor(code: DiffusionErrorCode, message: string) {
    super(message);
    this.name = "DiffusionError";
    this.code = code;
  }
}
