import { useDoc } from "../document/doc-store.ts";
import { useProblems } from "../document/problem-store.ts";
import { useForecast } from "../run/forecast-store.ts";
import { usePlace } from "../run/place.ts";
import { useServer } from "../server/server-store.ts";
import { useWords } from "../words/words.ts";

/** The code of the problem that a graph shows and saves nothing: it is not finished, and nothing in it is wrong. */
export const noOutput = "graph_no_output";

/** Why the graph cannot be run now, as a sentence; `undefined` when it can. */
export function useObstacle(): string | undefined {
  const words = useWords();
  const errors = useProblems((state) => state.errors.filter(({ code }) => code !== noOutput).length);
  const nothing = useProblems((state) => state.errors.length) > errors;
  const presence = useServer((state) => state.presence);
  const onServer = usePlace((state) => state.place === "server");
  const model = useDoc((state) => state.graph.model);
  const missing = useServer(({ models }) => models.length > 0 && models.every(({ id }) => id !== model));
  const needed = useForecast((state) => state.compute.size + state.cached.size);
  if (errors > 0) return words.mustFix(errors);
  if ((presence === "away" || presence === "locked") && onServer) return words.serverNeeded;
  if (missing) return words.modelMissing(model);
  return nothing || needed === 0 ? words.nothingToRun : undefined;
}
