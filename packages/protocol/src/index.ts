export type { RunAssets } from "./asset-ledger.ts";
export { carryOut, explain, type OpenedModel, type Workshop } from "./carry-out.ts";
export {
  type GraphVersionList,
  graphIdSchema,
  graphNameSchema,
  graphVersionListSchema,
  graphVersionSchema,
  type SavedGraph,
  type SavedGraphList,
  type SaveGraphRequest,
  savedGraphListSchema,
  savedGraphSchema,
  saveGraphRequestSchema,
} from "./graphs.ts";
export { type PackSettings, packSettingsSchema } from "./pack-settings.ts";
export {
  type AssetStored,
  assetIdSchema,
  assetStoredSchema,
  type EmbeddingsStored,
  embeddingsStoredSchema,
  type Health,
  healthSchema,
  type ModelList,
  modelListSchema,
  type ProblemDocument,
  problemSchema,
  type RunAccepted,
  type RunEvents,
  type RunList,
  type RunRecord,
  type RunRequest,
  type RunStatus,
  runAcceptedSchema,
  runEventsSchema,
  runIdSchema,
  runListSchema,
  runRecordSchema,
  runRequestSchema,
  runStatusSchema,
  type SessionState,
  sessionStateSchema,
  type TemplateList,
  templateListSchema,
} from "./rest.ts";
export type { FromRunner, RunBounds, RunOrder, ToRunner } from "./runner.ts";
export {
  type Acknowledgement,
  type ClientMessages,
  type ServerMessages,
  type Subscribe,
  subscribeSchema,
  type Unsubscribe,
  unsubscribeSchema,
} from "./socket.ts";
export {
  type StoredUsage,
  type UploadList,
  type UploadRecord,
  type Usage,
  uploadListSchema,
  usageSchema,
} from "./storage.ts";
