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

/** A start that failed for a reason that the operator can mend. The message is for the operator. */
export function startErrorOf(error: unknown): StartError | undefined {
  if (error instanceof StartError) return error;
  const { code = "", message = "", errcode } = error as NodeJS.ErrnoException & { errcode?: number };
  if (errcode === undefined && !/^E[A-Z]+$/.test(code)) return undefined;
  return new StartError(
    78,
    `The server cannot use its files (${message}); make them readable and writable, free disk space, or choose another folder with --data.`,
    { cause: error },
  );
}
