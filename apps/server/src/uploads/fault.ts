import { HostError } from "@unclip/host";
import { ApiError } from "../problem.ts";
import type { Fault } from "./messages.ts";

/** An error as a message; {@link errorOf} makes it one again. */
export function faultOf(error: unknown): Fault {
  const { message, code = "" } = error as NodeJS.ErrnoException;
  if (error instanceof ApiError) {
    const { remedy } = error.more;
    return { of: "api", message, code, status: error.status, ...(remedy && { more: { remedy } }) };
  }
  return { of: error instanceof HostError ? "host" : "system", message, code };
}

/** The error that a process met, of the class and with the code that it had there. */
export function errorOf({ of, message, code, status = 500, more = {} }: Fault): Error {
  if (of === "api") return new ApiError(status, code, message, more);
  if (of === "host") return new HostError(code as HostError["code"], message);
  return Object.assign(new Error(message), { code });
}
