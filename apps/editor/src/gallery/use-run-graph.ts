import type { Graph } from "@unclip/graph";
import { useEffect, useState } from "react";
import { graphOfRun } from "./gallery-store.ts";

/** The graph of a run; `undefined` while it comes, and when it cannot be had. */
export function useRunGraph(run: string | undefined): Graph | undefined {
  const [found, setFound] = useState<{ readonly run: string; readonly graph: Graph }>();
  useEffect(() => {
    let open = true;
    if (run !== undefined)
      void graphOfRun(run).then(
        (graph) => open && setFound({ run, graph }),
        () => {},
      );
    return () => {
      open = false;
    };
  }, [run]);
  return found?.run === run ? found?.graph : undefined;
}
