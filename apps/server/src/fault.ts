import { HostError } from "@unclip/host";
import { ApiError } from "./problem.ts";

/** An error on its way between two processes or threads. */
export interface Fault {
  /** Which class it is of: ours with an answer, the host's, or one of the system. */
  readonly of: "api" | "host" | "system";
  readonly message: string;
  readonly code: string;
  readonly status?: number;
  readonly more?: ApiError["more"];
}

/** An error as a message; {@link errorOf} makes it one again. */
export function faultOf(error: unknown): Fault {
  const { message, code = "" } = error as NodeJS.ErrnoException;
  if (error instanceof ApiError) return { of: "api", message, code, status: error.status, more: error.more };
  return { of: error instanceof HostError ? "host" : "system", message, code };
}

/** The error that a process met, of the class and with the code that it had there. */
export function errorOf({ of, message, code, status = 500, more = {} }: Fault): Error {
  if (of === "api") return new ApiError(status, code, message, more);
  if (of === "host") return new HostError(code as HostError["code"], message);
  return Object.assign(new Error(message), { code });
}
