import express, { type Request, type Response } from "express";
import { ApiError } from "../problem.ts";

/** The media type that a request says its body is of, without its parameters. */
export function mediaOf(request: Request): string {
  return (request.headers["content-type"] ?? "").toLowerCase().split(";")[0]!.trim();
}

/**
 * Reads a body of one of `types` whole, at most `limit` bytes after decompression. Throws 415 `content_type`,
 * 415 `content_encoding`, 413 `body_too_large`, 400 `upload_incomplete`.
 */
export async function readBody(
  request: Request,
  response: Response,
  { types, limit }: { readonly types: readonly string[]; readonly limit: number },
): Promise<Buffer> {
  const type = (request.headers["content-type"] ?? "").toLowerCase();
  const media = mediaOf(request);
  const [, ...parameters] = type.split(";").map((part) => part.trim());
  const charset = parameters
    .find((p) => p.startsWith("charset="))
    ?.slice("charset=".length)
    .replaceAll('"', "");
  if (!types.includes(media) || (charset !== undefined && charset !== "utf-8"))
    throw new ApiError(
      415,
      "content_type",
      `The Content-Type is ${type === "" ? "missing" : JSON.stringify(type)}; expected ${types.join(", ")}${types[0] === "application/json" ? " in UTF-8" : ""}.`,
    );
  // Answered before a byte is read; Node discards the rest while the client finishes sending.
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLarge(limit);
  await new Promise<void>((resolve, reject) => {
    express.raw({ type: () => true, limit })(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(bodyError(error, limit));
    });
  });
  // body-parser leaves `undefined` where there is no body at all.
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

/** What body-parser throws, told by its `type`. */
function bodyError(error: unknown, limit: number): unknown {
  switch ((error as { type?: string }).type) {
    case "entity.too.large":
      return tooLarge(limit);
    case "encoding.unsupported":
      return new ApiError(
        415,
        "content_encoding",
        "The Content-Encoding is not known; send the body as it is, or gzip.",
      );
    case "request.aborted":
    case "request.size.invalid":
      return new ApiError(
        400,
        "upload_incomplete",
        "The body ended before it was as long as Content-Length says.",
      );
  }
  if ((error as { status?: number }).status === 400)
    return new ApiError(
      400,
      "body_invalid",
      "The body cannot be decompressed; its Content-Encoding is wrong or it is damaged.",
    );
  return error;
}

function tooLarge(limit: number): ApiError {
  return new ApiError(
    413,
    "body_too_large",
    `The body is larger than ${limit} bytes, the most that this route takes.`,
  );
}
