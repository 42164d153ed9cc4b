/**
 * Graphs that people saved under a name. One implementation today (SQLite); `saved-graphs.test.ts` holds each one to:
 *
 * - What a promise resolved for survives a crash at any later instant.
 * - A version never changes, and is there until its graph is removed.
 * - An asset that a version names is kept when its user could read it; naming one opens it to nobody.
 */
import type { Graph } from "@unclip/graph";
import type { GraphVersionList, SavedGraph } from "@unclip/protocol";

export interface GraphToSave {
  /** Whose graph it is; `""` where the server knows no users. */
  readonly owner: string;
  readonly graph: Graph;
  readonly name?: string | undefined;
}

/** Bytes that one user may store in all, runs and pictures among them. */
export interface GraphLimits {
  readonly stored: number;
}

export interface GraphPage {
  /** `next` of an earlier page. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export type Saved =
  | { readonly outcome: "saved"; readonly saved: SavedGraph }
  /** There is none of that id, or it is another user's. */
  | { readonly outcome: "unknown" }
  /** The newest version is not the one that the change was made from. */
  | { readonly outcome: "changed"; readonly saved: SavedGraph }
  /** The user would store more than they may, by so many bytes of this version. */
  | { readonly outcome: "full"; readonly bytes: number };

export interface SavedGraphs {
  /** Saves a graph for the first time. */
  add(graph: GraphToSave, limits: GraphLimits): Promise<Saved>;
  /** Saves a graph again. The same content makes no new version. `base` is the version that was changed. */
  save(
    id: string,
    graph: GraphToSave & { readonly base?: string | undefined },
    limits: GraphLimits,
  ): Promise<Saved>;
  /** `undefined` when there is none of that id, or it is another user's; so for all below. */
  get(owner: string, id: string): SavedGraph | undefined;
  /** One user's, last saved first. */
  list(
    owner: string,
    page: GraphPage & { readonly search?: string | undefined },
  ): { graphs: SavedGraph[]; next: number | undefined };
  /** Newest first. */
  versions(
    owner: string,
    id: string,
    page: GraphPage,
  ): { versions: GraphVersionList["versions"]; next: number | undefined } | undefined;
  /** The graph file of a version: the text that its hash is of. */
  text(owner: string, id: string, version: string): string | undefined;
  /** Removes a graph with all its versions. False when there was none. */
  remove(owner: string, id: string): Promise<boolean>;
}
