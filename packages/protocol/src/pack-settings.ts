import { z } from "zod";

/** As much of a pack's `model.json` as tells what it decides where a graph leaves a setting to it: by role, by name. */
export const packSettingsSchema = z.object({
  roles: z.record(z.string(), z.record(z.string(), z.unknown())),
});
export type PackSettings = z.infer<typeof packSettingsSchema>;
