/**
 * What a person stores on the server, and how they remove it.
 *
 * | route                                  | reply                                                              |
 * |----------------------------------------|--------------------------------------------------------------------|
 * | GET    /api/v1/usage                   | Usage                                                              |
 * | GET    /api/v1/assets?before=&limit=   | UploadList, newest first                                           |
 * | DELETE /api/v1/assets/:id              | 204 · 409 `asset_in_use` while a run that has not ended needs it   |
 * | DELETE /api/v1/runs/:id/record         | 204 · 409 `run_open` while it has not ended                        |
 *
 * `graphs.ts` has the removal of saved graphs.
 */
import { z } from "zod";

const bytes = z.int().min(0);
const counted = z.strictObject({ count: z.int().min(0), bytes });

export const usageSchema = z.strictObject({
  /** Bytes of everything: runs, saved graphs, and each picture or file once. */
  used: bytes,
  /** Bytes that may be used; `null` where there is no bound. */
  allowed: bytes.nullable(),
  /** Histories and graphs of runs, without pictures. */
  runs: counted,
  /** All versions of saved graphs. */
  graphs: counted,
  /** Uploads and results. */
  pictures: z.strictObject({ bytes }),
  /** Of the pictures, those that were uploaded. */
  uploads: counted,
  /** Of the pictures, those of pinned runs. */
  pinned: counted,
});
const uploadRecordSchema = z.strictObject({
  /** sha256 of the file. */
  id: z.string(),
  bytes,
  /** ISO 8601. */
  createdAt: z.string(),
});
export const uploadListSchema = z.strictObject({
  uploads: z.array(uploadRecordSchema),
  next: z.string().nullable(),
});

export type Usage = z.infer<typeof usageSchema>;
export type StoredUsage = Omit<Usage, "allowed">;
export type UploadRecord = z.infer<typeof uploadRecordSchema>;
export type UploadList = z.infer<typeof uploadListSchema>;
