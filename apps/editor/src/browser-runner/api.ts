/**
 * The functions of `server/api.ts`, answered in this browser: what the static build has in its place. Templates and
 * model packs are files beside the page; runs, their events and pictures last as long as the page.
 */
import type { Vocabulary } from "@unclip/engine";
import { parseGraph } from "@unclip/graph";
import { modelListSchema } from "@unclip/protocol";
import type * as server from "../server/api.ts";
import { ApiError } from "../server/api-error.ts";
import { keepHere } from "./keep-here.ts";
import { local } from "./local.ts";

export { ApiError };

const beside = (path: string) => new URL(path, document.baseURI).href;

export const assetUrl: typeof server.assetUrl = (id) => local.pictureUrl(id) ?? "";

export async function getVocabulary(): Promise<Vocabulary> {
  return (await local.ready()).vocabulary;
}

export const getTemplates: typeof server.getTemplates = async () => {
  const names = (await file("graphs/index.json")) as readonly string[];
  return Promise.all(
    names.map(async (name) => {
      const { title, about = "" } = parseGraph(await getTemplate(name));
      return { name, title, about };
    }),
  );
};

export const getTemplate: typeof server.getTemplate = async (name) =>
  JSON.stringify(await file(`graphs/${encodeURIComponent(name)}.json`));

export const getModels: typeof server.getModels = async () =>
  modelListSchema.parse(await file("models/list.json")).models;

export const getHealth: typeof server.getHealth = async () => {
  const statuses = local.records.map(({ status }) => status);
  return {
    status: "ok",
    problem: null,
    provider: local.provider,
    queued: statuses.filter((status) => status === "queued").length,
    running: statuses.filter((status) => status === "running").length,
    version: "",
  };
};

export const getSession: typeof server.getSession = async () => ({
  by: "nothing",
  user: null,
  expiresAt: null,
});

export const endSession: typeof server.endSession = async () => {};

export const startRun: typeof server.startRun = async (order) => local.start(order);

export const cancelRun: typeof server.cancelRun = async (id) => local.cancel(id);

export const getRuns: typeof server.getRuns = async () => [...local.records];

export const getRunGraph: typeof server.getRunGraph = async (id) => JSON.stringify(known(id).order.graph);

export const getRunEvents: typeof server.getRunEvents = async (id) => known(id).events;

/** Without a server nothing is stored on one, and runs go with the page. */
const noServer = async (): Promise<never> => {
  throw new ApiError("There is no server that stores anything.", true);
};
export const removeRun: typeof server.removeRun = noServer;
export const getUsage: typeof server.getUsage = noServer;
export const getUploads: typeof server.getUploads = noServer;
export const removeUpload: typeof server.removeUpload = noServer;

export const putAsset: typeof server.putAsset = keepHere;

function known(id: string) {
  const run = local.get(id);
  if (run) return run;
  throw new ApiError("The run is gone: runs in this browser last as long as the page.", false);
}

async function file(path: string): Promise<unknown> {
  const response = await fetch(beside(path)).catch(() => undefined);
  if (response?.ok) return response.json();
  throw new ApiError(`${path} cannot be loaded. Check the connection and load the page again.`, !response);
}
