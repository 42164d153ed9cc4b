/** Why the server cannot start: one sentence for the terminal and the code that the process ends with. */
export class StartError extends Error {
  /** 1: something on this machine is in the way; 2: the arguments are wrong; 78 (EX_CONFIG): the data folder cannot be used. */
  readonly exitCode: 1 | 2 | 78;
  constructor(exitCode: 1 | 2 | 78, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StartError";
    this.exitCode = exitCode;
  }
}
