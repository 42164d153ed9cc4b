import type { Request, Response } from "express";
import type { z } from "zod";
import { ApiError } from "../problem.ts";

/**
 * One route as data: the app mounts it, the OpenAPI document describes it, and the tests walk the same list, so that
 * none is forgotten.
 */
export interface Route {
  readonly method: "get" | "post" | "put" | "delete";
  /** Below `/api/v1`, with `:name` for what varies. */
  readonly path: string;
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: { readonly types: readonly string[]; readonly schema?: z.ZodType };
  /** What each success status answers; without a schema the reply is described by `about` alone. */
  readonly replies: Readonly<Record<number, { readonly about: string; readonly schema?: z.ZodType }>>;
  /** Codes of the problems that are this route's own, by status. */
  readonly problems?: Readonly<Record<number, readonly string[]>>;
  handle(request: Request, response: Response): void | Promise<void>;
}

/** Reads the query. Throws 400 with `code` when it does not fit. */
export function readQuery<S extends z.ZodType>(schema: S, request: Request, code: string): z.output<S> {
  const parsed = schema.safeParse({ ...request.query });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".") || "the query";
  throw new ApiError(400, code, `In ${where}: ${issue?.message}.`);
}

/** Reads a part of the path. Throws 400 `id_invalid` when it does not fit. */
export function readId<S extends z.ZodType<string>>(schema: S, request: Request, name: string): string {
  const parsed = schema.safeParse(request.params[name]);
  if (parsed.success) return parsed.data;
  throw new ApiError(
    400,
    "id_invalid",
    `The ${name} in the address is not one: expected ${parsed.error.issues[0]?.message}.`,
  );
}
