import type { Services } from "../services.ts";
import type { Route } from "./route.ts";

export function metricsRoutes({ metrics, repository }: Services): Route[] {
  return [
    {
      method: "get",
      path: "/metrics",
      summary: "Figures for Prometheus, in its text format.",
      replies: { 200: { about: "text/plain; version=0.0.4" } },
      handle(_request, response) {
        response
          .set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
          .send(metrics.text(repository.count()));
      },
    },
  ];
}
