import type { RunError } from "./events.ts";

/** What a node may throw to say what is wrong in words of its own; anything with such a `code` and `message` does. */
export class NodeError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "NodeError";
    this.code = code;
  }
}

/** What the world is told of something that was thrown: code and message, never a stack. */
export function runError(thrown: unknown): RunError {
  if (typeof thrown !== "object" || thrown === null) return { code: "node_failed", message: String(thrown) };
  const { code, message } = thrown as { readonly code?: unknown; readonly message?: unknown };
  // codes of the system ("ENOENT") and of the platform (numbers) are not ours
  const ours = typeof code === "string" && /^[a-z][a-z0-9_-]*$/.test(code);
  const said =
    typeof message === "string" && message !== "" ? message : "The node failed without saying why.";
  return { code: ours ? code : "node_failed", message: said };
}
