/** The caller gave something wrong: exit code 2, and the lines are the whole output. */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly lines: readonly string[];
  constructor(...lines: readonly string[]) {
    super(lines.join("\n"));
    this.lines = lines;
  }
}

/** What went wrong as one line for a person, never a stack. */
export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
