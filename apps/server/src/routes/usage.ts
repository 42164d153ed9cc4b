import { usageSchema } from "@unclip/protocol";
import { userOf } from "../access/entrance.ts";
import type { Services } from "../services.ts";
import type { Route } from "./route.ts";

export function usageRoutes({ repository, limits }: Services): Route[] {
  return [
    {
      method: "get",
      path: "/usage",
      summary: "How many bytes you store, as what, and how many you may.",
      replies: { 200: { about: "What you store.", schema: usageSchema } },
      handle(request, response) {
        const allowed = Number.isFinite(limits.stored) ? limits.stored : null;
        response.json({ ...repository.usage(userOf(request)), allowed });
      },
    },
  ];
}
