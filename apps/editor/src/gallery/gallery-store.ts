/** The pictures of past runs, which of them is looked at, and which it is compared with. */
import { type Graph, parseGraph } from "@unclip/graph";
import type { RunRecord } from "@unclip/protocol";
import { create } from "zustand";
import { getRunEvents, getRunGraph, getRuns } from "../server/api.ts";
import { picturesOf, type ResultPicture } from "./results.ts";

interface GalleryEntry {
  readonly run: RunRecord;
  readonly pictures: readonly ResultPicture[];
}

/** A picture with the run that made it. */
export interface Chosen {
  readonly run: RunRecord;
  readonly picture: ResultPicture;
}

interface GalleryState {
  /** Newest first; `undefined` until the first look. */
  readonly entries: readonly GalleryEntry[] | undefined;
  readonly chosen: Chosen | undefined;
  /** Kept to compare the chosen one with. */
  readonly kept: Chosen | undefined;
}

export const useGallery = create<GalleryState>(() => ({
  entries: undefined,
  chosen: undefined,
  kept: undefined,
}));

/** Runs whose pictures are shown. */
const depth = 40;

/** What a run that has ended made does not change any more. */
const known = new Map<string, readonly ResultPicture[]>();

/** Looks at the runs again; pictures appear as each run's events come. */
export async function refreshGallery(): Promise<void> {
  const entries: GalleryEntry[] = [];
  try {
    const ended = (await getRuns()).filter(({ status }) => status === "done" || status === "failed");
    for (const run of ended.slice(0, depth)) {
      const pictures = known.get(run.id) ?? picturesOf(await getRunEvents(run.id));
      known.set(run.id, pictures);
      if (pictures.length > 0) entries.push({ run, pictures });
      if ((useGallery.getState().entries?.length ?? 0) <= entries.length)
        useGallery.setState({ entries: [...entries] });
    }
    useGallery.setState({ entries });
  } catch {
    // The server is away; what has come so far stays.
    useGallery.setState(({ entries: before }) => ({ entries: before ?? entries }));
  }
}

const graphs = new Map<string, Promise<Graph>>();

/** The graph that a run was given. Throws ApiError when the server does not give it. */
export function graphOfRun(id: string): Promise<Graph> {
  let graph = graphs.get(id);
  if (!graph) {
    graph = getRunGraph(id).then(parseGraph);
    graph.catch(() => graphs.delete(id));
    graphs.set(id, graph);
  }
  return graph;
}
