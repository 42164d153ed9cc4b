import { healthSchema } from "@unclip/protocol";
import type { Services } from "../services.ts";
import type { Route } from "./route.ts";

export function healthRoutes({ repository, queue, version }: Services): Route[] {
  return [
    {
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
    },
  ];
}
