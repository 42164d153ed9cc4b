import { statfs } from "node:fs/promises";
import { healthSchema } from "@unclip/protocol";
import { z } from "zod";
import { ApiError } from "../problem.ts";
import type { Services } from "../services.ts";
import type { Route } from "./route.ts";

export function healthRoutes(services: Services): Route[] {
  return [health(services), ready(services)];
}

function health({ repository, queue, version }: Services): Route {
  return {
    method: "get",
    path: "/health",
    summary: "Whether the server can compute and write, and how much waits.",
    replies: { 200: { about: "Its state.", schema: healthSchema } },
    async handle(_request, response) {
      const writable = await repository.probe().then(
        () => true,
        () => false,
      );
      const { ready, offer } = queue.status();
      const status = writable && ready ? "ok" : "degraded";
      response.json({ status, provider: offer?.provider ?? null, ...repository.count(), version });
    },
  };
}

function ready({ repository, queue, folders, limits }: Services): Route {
  return {
    method: "get",
    path: "/ready",
    summary: "Whether to send runs here, for whatever decides that by a status.",
    replies: { 200: { about: "Yes.", schema: z.strictObject({ ready: z.literal(true) }) } },
    problems: { 503: ["runner_not_ready"], 507: ["storage_failed", "disk_nearly_full"] },
    async handle(_request, response) {
      await repository.probe();
      const { bavail, bsize } = await statfs(folders.data);
      const megabytes = (bytes: number) => `${Math.floor(bytes / 1e6)} MB`;
      if (bavail * bsize < limits.freeDisk)
        throw new ApiError(
          507,
          "disk_nearly_full",
          `The data folder's disk has ${megabytes(bavail * bsize)} left; ${megabytes(limits.freeDisk)} are expected.`,
          { remedy: "Free disk space, or start the server with a smaller --quota." },
        );
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
