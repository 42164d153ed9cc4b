import {
  runAcceptedSchema,
  runEventsSchema,
  runIdSchema,
  runListSchema,
  runRecordSchema,
  runRequestSchema,
} from "@unclip/protocol";
import type { Request } from "express";
import { z } from "zod";
import { userOf } from "../access/entrance.ts";
import { readBody } from "../body/read-body.ts";
import { malformed } from "../body/read-graph-request.ts";
import { requireAssets } from "../checking/require-assets.ts";
import { ApiError } from "../problem.ts";
import type { Services } from "../services.ts";
import type { Repository } from "../store/repository.ts";
import { digits, searchSchema } from "./page.ts";
import { overQuota } from "./quota.ts";
import { type Route, readId, readQuery } from "./route.ts";
import { vocabularyOf } from "./vocabulary.ts";

const afterSchema = z.strictObject({
  after: z
    .union([z.literal("-1").transform(() => -1), digits], "expected -1 or a number without sign")
    .default(-1),
});
/** Events of one reply; a client asks again with the last number until there are none. */
const eventsLimit = 10_000;

export function runRoutes(services: Services): Route[] {
  return [
    submit(services),
    list(services),
    show(services),
    events(services),
    graph(services),
    cancel(services),
    removeRecord(services),
    pin(services, true),
    pin(services, false),
  ];
}

function submit(services: Services): Route {
  const { repository, queue, feed, limits } = services;
  return {
    method: "post",
    path: "/runs",
    summary:
      "Runs a graph. Once this answers 202 the run is on disk and will be carried out, whatever happens.",
    body: { types: ["application/json"], schema: runRequestSchema },
    replies: { 202: { about: "Accepted.", schema: runAcceptedSchema } },
    problems: {
      400: malformed,
      409: ["idempotency_conflict"],
      422: [
        "schema_version",
        "node_type_unknown",
        "edge_dangling",
        "graph_cycle",
        "param_range",
        "asset_missing",
      ],
      429: ["queue_full", "quota_queued", "quota_stored"],
      503: ["runner_not_ready", "checking_failed"],
    },
    async handle(request, response) {
      const key = readIdempotencyKey(request);
      const body = await readBody(request, response, { types: ["application/json"], limit: limits.body });
      const owner = userOf(request);
      const { assets, ...run } = await readRun(body, services);
      await requireAssets(assets, services, owner);
      const result = await repository.accept({ ...run, owner, idempotencyKey: key }, limits);
      if (result.outcome === "conflict")
        throw new ApiError(
          409,
          "idempotency_conflict",
          "This Idempotency-Key was used for another request.",
          {
            remedy: "Use a new key for a new request.",
          },
        );
      if (result.outcome === "over-quota") throw overQuota(services, owner, result.bytes);
      if (result.outcome === "full")
        throw new ApiError(
          429,
          result.whose === "all" ? "queue_full" : "quota_queued",
          `${result.queued} ${result.whose === "all" ? "" : "of your "}runs are waiting, which is the most that this server keeps.`,
          { remedy: "Try again when some have run." },
          { "Retry-After": "10" },
        );
      const { id } = result.record;
      response.status(202).location(`/api/v1/runs/${id}`).json({ id });
      if (result.outcome === "accepted") feed.run(result.record);
      queue.wake();
    },
  };
}

/** The run that a body asks for. A pack that cannot be opened is the answer, but after what is wrong with the graph itself. */
async function readRun(body: Uint8Array, services: Services) {
  const opened: { error?: unknown } = {};
  const run = await services.checking.readRun(body, async (model) => {
    const pack = await services.packs.open(model).catch((error: unknown) => {
      opened.error = error;
      return undefined;
    });
    return { vocabulary: await vocabularyOf(services), space: pack?.manifest.embedding.joint };
  });
  if (opened.error !== undefined) throw opened.error;
  return run;
}

function list({ repository }: Services): Route {
  return {
    method: "get",
    path: "/runs",
    summary:
      "Your runs, newest first; with `search` those whose title contains it. `next` of a reply is `before` of the next page.",
    query: searchSchema,
    replies: { 200: { about: "A page of runs.", schema: runListSchema } },
    problems: { 400: ["paging"] },
    handle(request, response) {
      const { before, limit, search } = readQuery(searchSchema, request, "paging");
      const { runs, next } = repository.list({ owner: userOf(request), limit, before, search });
      response.json({ runs, next: next === undefined ? null : String(next) });
    },
  };
}

function show({ repository }: Services): Route {
  return {
    method: "get",
    path: "/runs/:id",
    summary: "One run.",
    replies: { 200: { about: "The run.", schema: runRecordSchema } },
    problems: { 404: ["run_unknown"] },
    handle(request, response) {
      response.json(found(repository.get(readOwnId(repository, request))));
    },
  };
}

function events({ repository }: Services): Route {
  return {
    method: "get",
    path: "/runs/:id/events",
    summary: `The events of a run after the number \`after\`, at most ${eventsLimit}, and fewer where they are long: ask again after the last one until there are none.`,
    query: afterSchema,
    replies: { 200: { about: "Events in order, without gaps.", schema: runEventsSchema } },
    problems: { 400: ["paging"], 404: ["run_unknown"] },
    handle(request, response) {
      const { after } = readQuery(afterSchema, request, "paging");
      const id = readOwnId(repository, request);
      const { status } = found(repository.get(id));
      response.json({ status, events: repository.events(id, after, eventsLimit) });
    },
  };
}

function graph({ repository }: Services): Route {
  return {
    method: "get",
    path: "/runs/:id/graph",
    summary: "The graph that was run.",
    replies: { 200: { about: "A graph document." } },
    problems: { 404: ["run_unknown"] },
    handle(request, response) {
      response.json(found(repository.graph(readOwnId(repository, request))));
    },
  };
}

function cancel({ repository, queue, feed }: Services): Route {
  return {
    method: "delete",
    path: "/runs/:id",
    summary: "Cancels a run: at once while it waits, between two model calls while it runs.",
    replies: {
      200: { about: "It was cancelled before.", schema: runRecordSchema },
      202: { about: "Cancelled, or about to be.", schema: runRecordSchema },
    },
    problems: { 404: ["run_unknown"], 409: ["run_finished"] },
    async handle(request, response) {
      const id = readOwnId(repository, request);
      const { outcome, events } = await repository.cancel(id);
      if (outcome === "cancelling") queue.cancel(id);
      feed.events(id, events);
      const record = found(repository.get(id));
      if (outcome === "finished")
        throw new ApiError(
          409,
          "run_finished",
          `The run has ended (${record.status}); there is nothing to cancel.`,
        );
      if (outcome === "cancelled") feed.run(record);
      response.status(outcome === "already-cancelled" ? 200 : 202).json(record);
    },
  };
}

function removeRecord({ repository, housekeeper }: Services): Route {
  return {
    method: "delete",
    path: "/runs/:id/record",
    summary:
      "Removes a run that has ended: its place in the history, its events, and those of its pictures that nothing else of yours uses.",
    replies: { 204: { about: "Removed." } },
    problems: { 404: ["run_unknown"], 409: ["run_open"] },
    async handle(request, response) {
      const removal = await repository.remove(readOwnId(repository, request));
      if (removal === "in-use")
        throw new ApiError(
          409,
          "run_open",
          "The run has not ended; only the record of an ended run can be removed.",
          {
            remedy: "Cancel it first (DELETE /runs/ID), or wait for its end.",
          },
        );
      found(removal === "removed" || undefined);
      await housekeeper.clean();
      response.status(204).end();
    },
  };
}

function pin({ repository }: Services, pinned: boolean): Route {
  return {
    method: pinned ? "put" : "delete",
    path: "/runs/:id/pin",
    summary: pinned
      ? "Keeps the pictures of a run whatever else is cleared away."
      : "No longer keeps the pictures of a run.",
    replies: { 200: { about: "The run.", schema: runRecordSchema } },
    problems: { 404: ["run_unknown"] },
    async handle(request, response) {
      const id = readOwnId(repository, request);
      await repository.pin(id, pinned);
      response.json(found(repository.get(id)));
    },
  };
}

/** Reads a run's id. Another user's run is answered as one that is not there. */
function readOwnId(repository: Repository, request: Request): string {
  const id = readId(runIdSchema, request, "id");
  found(repository.ownerOf(id) === userOf(request) ? id : undefined);
  return id;
}

function found<T>(value: T | undefined): T {
  if (value !== undefined) return value;
  throw new ApiError(404, "run_unknown", "There is no run of that id.");
}

function readIdempotencyKey(request: Request): string | undefined {
  const key = request.headers["idempotency-key"];
  if (key === undefined || (typeof key === "string" && /^[\x21-\x7e]{1,200}$/.test(key))) return key;
  throw new ApiError(
    400,
    "idempotency_key_invalid",
    "The Idempotency-Key is not 1 to 200 printable ASCII characters.",
  );
}
