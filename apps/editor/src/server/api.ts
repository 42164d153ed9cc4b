/**
 * The server's REST routes as functions. Every failure is an {@link ApiError} with a sentence for people. Runs that this
 * browser carries out are answered here too, so that who shows a run need not ask where it is.
 */
import type { RunEvent, Vocabulary } from "@unclip/engine";
import {
  assetStoredSchema,
  embeddingsStoredSchema,
  type Health,
  healthSchema,
  type ModelList,
  modelListSchema,
  problemSchema,
  type RunList,
  type RunOrder,
  runAcceptedSchema,
  runListSchema,
  type SessionState,
  sessionStateSchema,
  type TemplateList,
  templateListSchema,
  type UploadList,
  type Usage,
  uploadListSchema,
  usageSchema,
} from "@unclip/protocol";
import { keepHere } from "../browser-runner/keep-here.ts";
import { local } from "../browser-runner/local.ts";
import { needsServer } from "../run/place.ts";
import { serverPath } from "./address.ts";
import { ApiError } from "./api-error.ts";

export { ApiError };

const root = () => serverPath("api/v1");
const storedSchema = assetStoredSchema.or(embeddingsStoredSchema);

/** Where the browser gets an asset's bytes. */
export function assetUrl(id: string): string {
  return local.pictureUrl(id) ?? `${root()}/assets/${id}`;
}

export async function getVocabulary(): Promise<Vocabulary> {
  return (await request("/vocabulary")) as Vocabulary;
}

export async function getTemplates(): Promise<TemplateList["templates"]> {
  return templateListSchema.parse(await request("/templates")).templates;
}

/** The file's JSON as text, so that it goes through the same parser as a dropped file. */
export async function getTemplate(name: string): Promise<string> {
  return JSON.stringify(await request(`/templates/${encodeURIComponent(name)}`));
}

export async function getModels(): Promise<ModelList["models"]> {
  return modelListSchema.parse(await request("/models")).models;
}

export async function getHealth(): Promise<Health> {
  return healthSchema.parse(await request("/health"));
}

export async function getSession(): Promise<SessionState> {
  return sessionStateSchema.parse(await request("/session"));
}

/** Ends this browser's session. */
export async function endSession(): Promise<void> {
  await request("/session", { method: "DELETE" });
}

/** Starts a run where the person wants it and returns its id. Throws {@link ApiError} with the graph's problems when it was refused. */
export async function startRun(order: RunOrder): Promise<string> {
  if (!needsServer()) return local.start(order);
  const body = JSON.stringify(order);
  const headers = { "content-type": "application/json" };
  return runAcceptedSchema.parse(await request("/runs", { method: "POST", body, headers })).id;
}

export async function cancelRun(id: string): Promise<void> {
  if (local.get(id)) return local.cancel(id);
  await request(`/runs/${id}`, { method: "DELETE" });
}

/** Removes the record of a run that has ended, with its pictures. */
export async function removeRun(id: string): Promise<void> {
  await request(`/runs/${id}/record`, { method: "DELETE" });
}

export async function getUsage(): Promise<Usage> {
  return usageSchema.parse(await request("/usage"));
}

/** The newest uploads. */
export async function getUploads(): Promise<UploadList["uploads"]> {
  return uploadListSchema.parse(await request("/assets?limit=200")).uploads;
}

export async function removeUpload(id: string): Promise<void> {
  await request(`/assets/${id}`, { method: "DELETE" });
}

export async function getRuns(): Promise<RunList["runs"]> {
  const here = local.records;
  const there = request("/runs?limit=50").then((list) => runListSchema.parse(list).runs);
  // Without the server, what this browser has is there all the same.
  const all = [...here, ...(await (here.length > 0 ? there.catch(() => []) : there))];
  return all.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
}

/** The graph that was run, as text for the parser. */
export async function getRunGraph(id: string): Promise<string> {
  return JSON.stringify(local.get(id)?.order.graph ?? (await request(`/runs/${id}/graph`)));
}

/** All events of a run. */
export async function getRunEvents(id: string): Promise<readonly RunEvent[]> {
  const here = local.get(id);
  if (here) return here.events;
  const events: RunEvent[] = [];
  // The server sends as many as it can read at once; the last is the run's end, or there is no more yet.
  while (events.at(-1)?.event !== "run-finished") {
    const after = events.at(-1)?.seq ?? -1;
    const page = (await request(`/runs/${id}/events?after=${after}`)) as {
      readonly events: readonly RunEvent[];
    };
    if (page.events.length === 0) break;
    events.push(...page.events);
  }
  return events;
}

/** Stores a picture or embeddings where runs go, this browser or the server, and returns the asset id. */
export async function putAsset(file: Blob): Promise<string> {
  if (!needsServer()) return keepHere(file);
  const headers = { "content-type": file.type || "application/octet-stream" };
  return storedSchema.parse(await request("/assets", { method: "PUT", body: file, headers })).id;
}

async function request(path: string, options?: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(root() + path, options);
  } catch {
    throw new ApiError("The server cannot be reached. Check that it is still running.", true);
  }
  if (response.ok) return response.status === 204 ? undefined : response.json();
  const body: unknown = await response.json().catch(() => undefined);
  const problem = problemSchema.safeParse(body);
  if (!problem.success) {
    // A proxy answers 502–504 for a server that is down.
    const away = response.status >= 502 && response.status <= 504;
    throw new ApiError(`The server answered ${response.status} to ${path}.`, away);
  }
  const { detail, remedy } = problem.data;
  throw new ApiError(
    remedy && !detail.includes(remedy) ? `${detail} ${remedy}` : detail,
    false,
    problem.data,
  );
}
