/** Errors as the API tells them: RFC 9457 documents with a stable code, a sentence and what to do. */
import { HostError } from "@unclip/host";
import type { ProblemDocument } from "@unclip/protocol";
import type { ErrorRequestHandler, Response } from "express";

/** An error with an answer for the client. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly more: Pick<ProblemDocument, "remedy" | "pointer" | "problems">;
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    status: number,
    code: string,
    detail: string,
    more: Pick<ProblemDocument, "remedy" | "pointer" | "problems"> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.more = more;
    this.headers = headers;
  }
}

/** What is sent of an error. */
export function problemDocument({ status, code, message, more }: ApiError): ProblemDocument {
  return {
    type: "about:blank",
    title: titles[status] ?? "Error",
    status,
    code,
    detail: message,
    ...more,
  };
}

/** Sends an error document. */
function sendProblem(response: Response, error: ApiError): void {
  response.status(error.status).set(error.headers);
  // `json` would set application/json; the type is part of the standard.
  response.type("application/problem+json").send(JSON.stringify(problemDocument(error)));
}

/** The last handler: whatever was thrown becomes an error document, never a stack trace. */
export const problemHandler: ErrorRequestHandler = (error, request, response, _next) => {
  // What is left to do is to end the connection: a stack trace of Express's would say nothing more.
  if (response.headersSent) return void response.destroy();
  const known = toApiError(error);
  // Faults of the server are logged. Faults of a client are not.
  if (known.code === "internal") console.error(`${request.method} ${request.path}:`, error);
  else if (known.status >= 500) console.error(`${request.method} ${request.path}: ${known.message}`);
  if (request.path.startsWith("/api/")) sendProblem(response, known);
  else sendText(response, known);
};

/** A person with a browser gets the sentence alone. */
function sendText(response: Response, { status, message, more, headers }: ApiError): void {
  response
    .status(status)
    .set(headers)
    .type("text/plain")
    .send(`${message}\n${more.remedy ?? ""}\n`);
}

function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof HostError)
    return new ApiError(hostStatus[error.code] ?? 500, error.code, error.message);
  const { status, errcode } = error as { status?: number; errcode?: number };
  // A path that does not decode (`%E0%A4%A`) is refused by the router.
  if (error instanceof URIError || status === 400)
    return new ApiError(400, "path_invalid", "The address is not valid percent-encoded UTF-8.");
  // SQLite's primary result codes 8 READONLY, 10 IOERR, 13 FULL and 14 CANTOPEN (www.sqlite.org/rescode.html), and the file system's own.
  const code = (error as NodeJS.ErrnoException)?.code ?? "";
  if (
    [8, 10, 13, 14].includes((errcode ?? 0) & 0xff) ||
    ["ENOSPC", "EDQUOT", "EIO", "EROFS", "EACCES", "EPERM"].includes(code)
  )
    return new ApiError(
      507,
      "storage_failed",
      "The server cannot write to its data folder; nothing was accepted.",
      {
        remedy: "Free disk space or repair the disk, then try again.",
      },
    );
  // 11 CORRUPT, 26 NOTADB: what the disk did to the database since it was opened.
  if ([11, 26].includes((errcode ?? 0) & 0xff))
    return new ApiError(500, "storage_damaged", "What was asked for is damaged in the server's database.", {
      remedy: "Stop the server and restore a backup of its data folder.",
    });
  return new ApiError(500, "internal", "The server failed on this request; its log says why.");
}

const hostStatus: Readonly<Record<string, number>> = {
  image_format: 415,
  image_corrupt: 422,
  image_too_large: 422,
  embedding_format: 422,
  embedding_too_large: 422,
  asset_type: 422,
  asset_corrupt: 500,
  model_missing: 422,
  model_invalid: 422,
  model_changed: 409,
};

const titles: Readonly<Record<number, string>> = {
  400: "Bad request",
  401: "Not signed in",
  403: "Forbidden",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  413: "Too large",
  415: "Unsupported media type",
  421: "Misdirected request",
  422: "Not valid",
  429: "Too many",
  500: "Server error",
  503: "Not ready",
  507: "Storage failed",
};
