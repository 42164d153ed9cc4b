import {
  graphIdSchema,
  graphVersionListSchema,
  graphVersionSchema,
  type SavedGraph,
  savedGraphListSchema,
  savedGraphSchema,
  saveGraphRequestSchema,
} from "@unclip/protocol";
import type { Request, Response } from "express";
import { z } from "zod";
import { userOf } from "../access/entrance.ts";
import { readBody } from "../body/read-body.ts";
import { malformed } from "../body/read-graph-request.ts";
import { ApiError } from "../problem.ts";
import type { Services } from "../services.ts";
import type { Saved } from "../store/saved-graphs.ts";
import { pageSchema, searchSchema } from "./page.ts";
import { overQuota } from "./quota.ts";
import { type Route, readId, readQuery } from "./route.ts";

const types = ["application/json"] as const;
const body = { types, schema: saveGraphRequestSchema };
const versionSchema = z.union([z.literal("latest"), graphVersionSchema], "64 hex digits or latest");
const unknown = { 404: ["graph_unknown"] };
const refusals = {
  400: malformed,
  422: ["schema_version", "not_our_format", "unknown_property", "graph_too_large", "request_invalid"],
  429: ["quota_stored"],
  503: ["checking_failed"],
};

/** Graphs that people keep on the server. A graph is saved as it is, whether or not it can run. */
export function graphRoutes(services: Services): Route[] {
  return [
    list(services),
    add(services),
    show(services),
    save(services),
    remove(services),
    versions(services),
    version(services),
  ];
}

function list({ graphs }: Services): Route {
  return {
    method: "get",
    path: "/graphs",
    summary: "Your saved graphs, last saved first; with `search` those whose name contains it.",
    query: searchSchema,
    replies: { 200: { about: "A page of saved graphs.", schema: savedGraphListSchema } },
    problems: { 400: ["paging"] },
    handle(request, response) {
      const page = readQuery(searchSchema, request, "paging");
      const found = graphs.list(userOf(request), page);
      response.json({ graphs: found.graphs, next: cursor(found.next) });
    },
  };
}

function add(services: Services): Route {
  return {
    method: "post",
    path: "/graphs",
    summary: "Saves a graph. Its name is the graph's title where none is given.",
    body,
    replies: { 201: { about: "Saved.", schema: savedGraphSchema } },
    problems: refusals,
    async handle(request, response) {
      const { graph, name } = await read(services, request, response);
      const owner = userOf(request);
      const outcome = await services.graphs.add({ owner, graph, name }, services.limits);
      const saved = savedOf(outcome, services, owner);
      response.status(201).location(`/api/v1/graphs/${saved.id}`).json(saved);
    },
  };
}

function show({ graphs }: Services): Route {
  return {
    method: "get",
    path: "/graphs/:id",
    summary: "One saved graph: its name and newest version.",
    replies: { 200: { about: "The saved graph.", schema: savedGraphSchema } },
    problems: unknown,
    handle(request, response) {
      response.json(found(graphs.get(userOf(request), readId(graphIdSchema, request, "id"))));
    },
  };
}

function save(services: Services): Route {
  return {
    method: "put",
    path: "/graphs/:id",
    summary:
      "Saves a graph again, as a new version where its content differs. With `base` only if that is still the newest version.",
    body,
    replies: { 200: { about: "Saved.", schema: savedGraphSchema } },
    problems: { ...refusals, ...unknown, 409: ["graph_changed"] },
    async handle(request, response) {
      const { graph, name, base } = await read(services, request, response);
      const id = readId(graphIdSchema, request, "id");
      const owner = userOf(request);
      const outcome = await services.graphs.save(id, { owner, graph, name, base }, services.limits);
      response.json(savedOf(outcome, services, owner));
    },
  };
}

function remove({ graphs, housekeeper }: Services): Route {
  return {
    method: "delete",
    path: "/graphs/:id",
    summary: "Removes a saved graph with all its versions. Runs of it stay.",
    replies: { 204: { about: "Removed." } },
    problems: unknown,
    async handle(request, response) {
      const id = readId(graphIdSchema, request, "id");
      found((await graphs.remove(userOf(request), id)) || undefined);
      await housekeeper.clean();
      response.status(204).end();
    },
  };
}

function versions({ graphs }: Services): Route {
  return {
    method: "get",
    path: "/graphs/:id/versions",
    summary: "The versions of a saved graph, newest first.",
    query: pageSchema,
    replies: { 200: { about: "A page of versions.", schema: graphVersionListSchema } },
    problems: { 400: ["paging"], ...unknown },
    handle(request, response) {
      const page = readQuery(pageSchema, request, "paging");
      const id = readId(graphIdSchema, request, "id");
      const listed = found(graphs.versions(userOf(request), id, page));
      response.json({ versions: listed.versions, next: cursor(listed.next) });
    },
  };
}

function version({ graphs }: Services): Route {
  return {
    method: "get",
    path: "/graphs/:id/versions/:version",
    summary: "The graph file of one version, the text that its sha256 is of; `latest` names the newest.",
    replies: { 200: { about: "A graph document." } },
    problems: unknown,
    handle(request, response) {
      const owner = userOf(request);
      const id = readId(graphIdSchema, request, "id");
      const named = readId(versionSchema, request, "version");
      const hash = named === "latest" ? found(graphs.get(owner, id)).version : named;
      response.type("application/json").send(found(graphs.text(owner, id, hash)));
    },
  };
}

async function read({ limits, checking }: Services, request: Request, response: Response) {
  return checking.readSave(await readBody(request, response, { types, limit: limits.body }));
}

function savedOf(outcome: Saved, services: Services, owner: string): SavedGraph {
  if (outcome.outcome === "saved") return outcome.saved;
  if (outcome.outcome === "unknown") return found<SavedGraph>(undefined);
  if (outcome.outcome === "full") throw overQuota(services, owner, outcome.bytes);
  throw new ApiError(
    409,
    "graph_changed",
    `The saved graph has the version ${outcome.saved.version} by now; nothing was saved.`,
    { remedy: "Load the newest version, or save under a new name." },
  );
}

/** Another user's graph is answered as one that is not there. */
function found<T>(value: T | undefined): T {
  if (value !== undefined) return value;
  throw new ApiError(404, "graph_unknown", "There is no saved graph of that id, or no such version of it.");
}

const cursor = (next: number | undefined) => (next === undefined ? null : String(next));
