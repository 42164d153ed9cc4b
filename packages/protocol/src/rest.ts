/**
 * What the editor and the server say to each other over HTTP. Every body that enters is parsed by one of these
 * schemas; every error that leaves is a {@link Problem} document (RFC 9457, `application/problem+json`).
 *
 * | route                              | request            | reply                                   |
 * |------------------------------------|--------------------|-----------------------------------------|
 * | GET    /api/v1/vocabulary          |                    | engine `Vocabulary`                     |
 * | GET    /api/v1/templates           |                    | TemplateList                            |
 * | GET    /api/v1/templates/:name     |                    | the graph file                          |
 * | GET    /api/v1/models              |                    | ModelList                               |
 * | GET    /api/v1/packs/index.json    |                    | ids of the packs, for browsers that run them |
 * | GET    /api/v1/packs/:id/:file     |                    | `model.json`, or a file that it names   |
 * | POST   /api/v1/runs                | RunRequest         | 202 RunAccepted · 422 with `problems`   |
 * | GET    /api/v1/runs?search=&before=&limit= |                    | RunList, newest first                   |
 * | GET    /api/v1/runs/:id            |                    | RunRecord                               |
 * | GET    /api/v1/runs/:id/events?after= |                 | RunEvents                               |
 * | GET    /api/v1/runs/:id/graph      |                    | the graph that was run                  |
 * | DELETE /api/v1/runs/:id            |                    | 202 RunRecord: cancelled, or cancelling; 200 when it was cancelled before; 409 `run_finished` |
 * | PUT, DELETE /api/v1/runs/:id/pin   |                    | RunRecord                               |
 * | PUT    /api/v1/assets              | raw png/jpeg/webp  | 201 AssetStored                         |
 * | PUT    /api/v1/assets              | raw .npy/.npz/JSON | 201 EmbeddingsStored                    |
 * | GET    /api/v1/assets/:id          |                    | the bytes                               |
 * | GET    /api/v1/health              |                    | Health                                  |
 * | GET    /api/v1/session             |                    | SessionState                            |
 * | DELETE /api/v1/session             |                    | 204                                     |
 *
 * `graphs.ts` has the routes of saved graphs, `storage.ts` those by which people see and remove what they store.
 */
import type { RunEvent } from "@unclip/engine";
import { z } from "zod";

export const assetIdSchema = z.string().regex(/^[0-9a-f]{64}$/, "64 hex digits");
export const runIdSchema = z.string().regex(/^[0-9a-z]{8,40}$/, "a run id");
export const runStatusSchema = z.enum(["queued", "running", "done", "failed", "cancelled"]);

export const runRequestSchema = z.strictObject({
  /** The graph document; parsed and checked by the server. */
  graph: z.unknown(),
  /** Nodes to run up to; all sinks where absent. */
  targets: z.array(z.string()).min(1).max(2000).optional(),
  /** `false` leaves out the pictures of the steps, so that the result is there sooner. */
  previews: z.boolean().optional(),
  /** Of your own waiting runs the one with the highest goes first; 0 where absent. */
  priority: z.int().min(-100).max(100).optional(),
});
export const runAcceptedSchema = z.strictObject({ id: runIdSchema });
export const runRecordSchema = z.strictObject({
  id: runIdSchema,
  status: runStatusSchema,
  title: z.string(),
  /** ISO 8601. */
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  /** Runs that came before it and have not ended; 0 once it runs. */
  ahead: z.int().min(0),
  /** Its pictures are kept whatever else is cleared away. */
  pinned: z.literal(true).optional(),
  /** Its pictures may have been cleared away to make room. */
  released: z.literal(true).optional(),
  /** Why the run as a whole failed: `runner_crashed`, `runner_stalled`, `budget_exceeded`, `model_missing` … */
  error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
});
export const runListSchema = z.strictObject({ runs: z.array(runRecordSchema), next: z.string().nullable() });
export const runEventsSchema = z.strictObject({
  status: runStatusSchema,
  /** Numbered without gaps. A run that starts again after a restart of the server goes on counting. */
  events: z.array(
    z.custom<RunEvent>((event) => typeof event === "object" && event !== null && "seq" in event),
  ),
});
export const templateListSchema = z.strictObject({
  templates: z.array(z.strictObject({ name: z.string(), title: z.string(), about: z.string() })),
});
export const modelListSchema = z.strictObject({
  models: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      about: z.string(),
      license: z.string(),
      digest: z.string(),
      /** Name of the space that its embeddings live in; `""` where the pack cannot be read. */
      space: z.string(),
      bytes: z.int(),
      roles: z.array(z.string()),
      /** Why it cannot be used, where it cannot. */
      problem: z.string().nullable(),
    }),
  ),
});
/** What an uploaded picture is stored as. */
export const assetStoredSchema = z.strictObject({
  id: assetIdSchema,
  type: z.string(),
  width: z.int(),
  height: z.int(),
});
/** What an uploaded file of embeddings is stored as. */
export const embeddingsStoredSchema = z.strictObject({
  id: assetIdSchema,
  type: z.enum(["application/octet-stream", "application/json"]),
  /** How many there are, and how many numbers each has. */
  embeddings: z.int().min(1),
  numbers: z.int().min(1),
  labelled: z.boolean(),
});
export const healthSchema = z.strictObject({
  status: z.enum(["ok", "degraded"]),
  /** What is wrong; `null` where it is ok. */
  problem: z.string().nullable(),
  provider: z.string().nullable(),
  queued: z.int(),
  running: z.int(),
  version: z.string(),
});
/** Who makes the request. */
export const sessionStateSchema = z.strictObject({
  /** What let the request in: the cookie of a browser that signed in, a token, or a server that asks for none. */
  by: z.enum(["session", "token", "nothing"]),
  /** The name of the user; `null` on a server that knows no users. */
  user: z.string().nullable(),
  /** ISO 8601: when the session ends at the latest; `null` without a session. */
  expiresAt: z.string().nullable(),
});

/** An error as the API tells it. */
export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** Stable, for machines: `json_invalid`, `body_too_large` … */
  code: z.string(),
  detail: z.string(),
  /** What to do about it. */
  remedy: z.string().optional(),
  pointer: z.string().optional(),
  /** The graph's problems, for `graph_invalid`. */
  problems: z.array(z.unknown()).optional(),
});

export type RunRequest = z.infer<typeof runRequestSchema>;
export type RunAccepted = z.infer<typeof runAcceptedSchema>;
export type RunStatus = z.infer<typeof runStatusSchema>;
export type RunRecord = z.infer<typeof runRecordSchema>;
export type RunList = z.infer<typeof runListSchema>;
export type RunEvents = z.infer<typeof runEventsSchema>;
export type TemplateList = z.infer<typeof templateListSchema>;
export type ModelList = z.infer<typeof modelListSchema>;
export type AssetStored = z.infer<typeof assetStoredSchema>;
export type EmbeddingsStored = z.infer<typeof embeddingsStoredSchema>;
export type Health = z.infer<typeof healthSchema>;
export type SessionState = z.infer<typeof sessionStateSchema>;
export type ProblemDocument = z.infer<typeof problemSchema>;
