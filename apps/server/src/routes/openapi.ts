import { problemSchema } from "@unclip/protocol";
import { z } from "zod";
import type { Services } from "../services.ts";
import type { Route } from "./route.ts";

type About = Pick<Services, "version" | "base" | "entrance">;

/** The route that describes all others, and itself. */
export function openApiRoutes(others: readonly Route[], about: About): Route[] {
  const own: Route = {
    method: "get",
    path: "/openapi.json",
    summary: "This document.",
    replies: { 200: { about: "OpenAPI 3.1." } },
    handle(_request, response) {
      response.json(document);
    },
  };
  const document = openApi([...others, own], about);
  return [own];
}

/** The OpenAPI 3.1 document of routes, their schemas made from the zod schemas that the server parses with. */
function openApi(routes: readonly Route[], { version, base, entrance }: About): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = `/api/v1${route.path.replaceAll(/:(\w+)/g, "{$1}")}`;
    paths[path] = { ...paths[path], [route.method]: operation(route) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "unCLIP Studio", version, license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    paths,
    servers: [{ url: base.value || "/" }],
    security: [{ token: [] }, { session: [] }],
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer" },
        session: {
          type: "apiKey",
          in: "cookie",
          name: entrance?.cookie.name ?? "",
          description:
            "The session of a browser that signed in at /sign-in. Over TLS the name begins with __Host-, or with __Secure- below a base path.",
        },
      },
      schemas: { Problem: jsonSchema(problemSchema, "output") },
    },
  };
}

function operation(route: Route): Record<string, unknown> {
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const query = Object.keys(route.query?.shape ?? {}).map((name) => ({
    name,
    in: "query",
    schema: { type: "string" },
  }));
  const success = Object.entries(route.replies).map(([status, { about, schema }]) => [
    status,
    {
      description: about,
      ...(schema && { content: { "application/json": { schema: jsonSchema(schema, "output") } } }),
    },
  ]);
  const problems = Object.entries(problemsOf(route)).map(([status, codes]) => [
    status,
    { ...problem(codes.join(", ")), ...(status === "429" && { headers: retryAfter }) },
  ]);
  return {
    operationId: `${route.method}${route.path.replaceAll(/[^A-Za-z]+(\w)?/g, (_, next: string) => (next ?? "").toUpperCase())}`,
    summary: route.summary,
    parameters: [...inPath, ...query],
    ...(route.body && { requestBody: { required: true, content: bodyContent(route.body) } }),
    responses: Object.fromEntries([...success, ...problems, ["default", problem("Any other problem.")]]),
  };
}

/** What any route can be refused with: by the doors before it, and where it writes by the disk. */
function problemsOf({ method, body, problems = {} }: Route): Record<string, readonly string[]> {
  const common: Record<number, readonly string[]> = {
    401: ["token_missing"],
    403: ["origin_forbidden"],
    421: ["host_forbidden"],
    429: ["rate_limited"],
    ...(method !== "get" && { 507: ["storage_failed"] }),
    ...(body !== undefined && { 413: ["body_too_large"], 415: ["content_type", "content_encoding"] }),
  };
  const statuses = [...Object.keys(problems), ...Object.keys(common)].map(Number);
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      [...new Set([...(problems[status] ?? []), ...(common[status] ?? [])])],
    ]),
  );
}

const retryAfter = {
  "Retry-After": { description: "Seconds to wait, where waiting helps.", schema: { type: "integer" } },
};

function bodyContent({ types, schema }: NonNullable<Route["body"]>): Record<string, unknown> {
  const described = schema === undefined ? {} : { schema: jsonSchema(schema, "input") };
  return Object.fromEntries(types.map((type) => [type, described]));
}

function problem(description: string): Record<string, unknown> {
  return {
    description,
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): unknown {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}
