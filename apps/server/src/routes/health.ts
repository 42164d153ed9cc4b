import { statfs } from "node:fs/promises";
import { healthSchema } from "@unclip/protocol";
import { z } from "zod";
import { ApiError } from "../problem.ts";
import type { Services } from "../services.ts";
import type { Repository } from "../store/repository.ts";
import type { Route } from "./route.ts";

export function healthRoutes(services: Services): Route[] {
  return [health(services), ready(services)];
}

function health({ repository, queue, folders, limits, version }: Services): Route {
  return {
    method: "get",
    path: "/health",
    summary: "Whether the server can compute and write, and how much waits.",
    replies: {
      200: { about: "Its state; `problem` says what is wrong where it is not ok.", schema: healthSchema },
    },
    async handle(_request, response) {
      const storage = await checkStorage(repository, folders.data, limits.freeDisk).then(
        () => undefined,
        (error: Error) => error.message,
      );
      const { ready, offer, problem = "No process that computes is ready." } = queue.status();
      const wrong = storage ?? (ready ? undefined : problem);
      response.json({
        status: wrong === undefined ? "ok" : "degraded",
        problem: wrong ?? null,
        provider: offer?.provider ?? null,
        ...repository.count(),
        version,
      });
    },
  };
}

/** Throws what keeps the data folder from taking more: its database does not write, or its disk is nearly full. */
async function checkStorage(repository: Repository, folder: string, freeDisk: number): Promise<void> {
  await repository.probe();
  const { bavail, bsize } = await statfs(folder);
  const megabytes = (bytes: number) => `${Math.floor(bytes / 1e6)} MB`;
  const free = bavail * bsize;
  if (free > 0 && free >= freeDisk) return;
  throw new ApiError(
    507,
    "disk_nearly_full",
    `The data folder's disk has ${megabytes(free)} left; ${megabytes(freeDisk)} are expected.`,
    { remedy: "Free disk space, or start the server with a smaller --quota." },
  );
}

function ready({ repository, queue, folders, limits }: Services): Route {
  return {
    method: "get",
    path: "/ready",
    summary: "Whether to send runs here, for whatever decides that by a status.",
    replies: { 200: { about: "Yes.", schema: z.strictObject({ ready: z.literal(true) }) } },
    problems: { 503: ["runner_not_ready"], 507: ["storage_failed", "disk_nearly_full"] },
    async handle(_request, response) {
      await checkStorage(repository, folders.data, limits.freeDisk);
      const status = queue.status();
      if (!status.ready)
        throw new ApiError(
          503,
          "runner_not_ready",
          status.problem ?? "No process that computes is ready.",
          { remedy: "Try again in a moment; the server's log says what keeps it." },
          { "Retry-After": "2" },
        );
      response.json({ ready: true });
    },
  };
}
