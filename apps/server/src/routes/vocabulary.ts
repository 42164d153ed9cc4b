import type { Vocabulary } from "@unclip/engine";
import { ApiError } from "../problem.ts";
import type { Services } from "../services.ts";
import type { Route } from "./route.ts";

const patience = 15_000;
const every = 50;

export function vocabularyRoutes(services: Services): Route[] {
  return [
    {
      method: "get",
      path: "/vocabulary",
      summary: "Node types and kinds: all that an editor needs to draw and check graphs.",
      replies: { 200: { about: "The engine's Vocabulary." } },
      problems: { 503: ["runner_not_ready"] },
      async handle(_request, response) {
        response.json(await vocabularyOf(services));
      },
    },
  ];
}

/**
 * The node types that the runners have, waited for while the first one starts. Throws 503 `runner_not_ready`.
 * This process never loads them itself: they come with onnxruntime, which would block it.
 */
export async function vocabularyOf({ queue }: Pick<Services, "queue">): Promise<Vocabulary> {
  const until = performance.now() + patience;
  for (;;) {
    const { offer, problem } = queue.status();
    if (offer !== undefined) return offer.vocabulary;
    if (problem !== undefined || performance.now() > until)
      throw new ApiError(
        503,
        "runner_not_ready",
        problem ?? "The runner is still starting.",
        {
          remedy: "Try again in a moment; the server's log says what keeps it.",
        },
        { "Retry-After": "2" },
      );
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
