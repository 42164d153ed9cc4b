/**
 * Graphs that a person saved on the server: each has a name, and a version for every content that it was saved with.
 *
 * | route                                        | request          | reply                                        |
 * |----------------------------------------------|------------------|----------------------------------------------|
 * | GET    /api/v1/graphs?search=&before=&limit= |                  | SavedGraphList, last saved first             |
 * | POST   /api/v1/graphs                        | SaveGraphRequest | 201 SavedGraph                               |
 * | GET    /api/v1/graphs/:id                    |                  | SavedGraph                                   |
 * | PUT    /api/v1/graphs/:id                    | SaveGraphRequest | SavedGraph · 409 `graph_changed`             |
 * | DELETE /api/v1/graphs/:id                    |                  | 204                                          |
 * | GET    /api/v1/graphs/:id/versions?before=&limit= |             | GraphVersionList, newest first               |
 * | GET    /api/v1/graphs/:id/versions/:version  |                  | the graph file; `latest` names the newest    |
 *
 * A version is named by the sha256 of the graph file as `serializeGraph` writes it, so a client that has the document
 * knows the version without asking. Saving what is saved already makes no version. Saving asks for a document that
 * parses, not for one that runs: work in progress can be saved.
 */
import { z } from "zod";

export const graphIdSchema = z.string().regex(/^[0-9a-z]{8,40}$/, "a saved graph's id");
/** sha256 of the graph file. */
export const graphVersionSchema = z.string().regex(/^[0-9a-f]{64}$/, "64 hex digits");
export const graphNameSchema = z
  .string()
  .min(1, "at least 1 character")
  .max(200, "at most 200 characters")
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, "text without control characters");

export const saveGraphRequestSchema = z.strictObject({
  /** The graph document; parsed by the server. */
  graph: z.unknown(),
  /** The graph's title where absent, and when saving again the name that it has. */
  name: graphNameSchema.optional(),
  /** The version that was changed: when the saved graph has another by now, nothing is saved (409 `graph_changed`). */
  base: graphVersionSchema.optional(),
});
export const savedGraphSchema = z.strictObject({
  id: graphIdSchema,
  name: z.string(),
  /** Of the newest version. */
  version: graphVersionSchema,
  /** How many versions there are. */
  versions: z.int().min(1),
  /** ISO 8601. */
  createdAt: z.string(),
  savedAt: z.string(),
});
export const savedGraphListSchema = z.strictObject({
  graphs: z.array(savedGraphSchema),
  next: z.string().nullable(),
});
export const graphVersionListSchema = z.strictObject({
  versions: z.array(
    z.strictObject({ number: z.int().min(1), version: graphVersionSchema, savedAt: z.string() }),
  ),
  next: z.string().nullable(),
});

export type SaveGraphRequest = z.infer<typeof saveGraphRequestSchema>;
export type SavedGraph = z.infer<typeof savedGraphSchema>;
export type SavedGraphList = z.infer<typeof savedGraphListSchema>;
export type GraphVersionList = z.infer<typeof graphVersionListSchema>;
