/** How a client asks for a page of a list. */
import { z } from "zod";

export const digits = z
  .string()
  .regex(/^\d{1,15}$/, "expected a number without sign")
  .transform(Number);

export const pageSchema = z.strictObject({
  /** `next` of the page before. */
  before: digits.optional(),
  limit: digits.pipe(z.int().min(1, "at least 1").max(200, "at most 200")).default(50),
});

export const searchSchema = pageSchema.extend({
  search: z.string().min(1, "at least 1 character").max(200, "at most 200 characters").optional(),
});
