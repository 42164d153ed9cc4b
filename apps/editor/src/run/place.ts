/**
 * Where runs are carried out: on the server, or in this browser. It belongs to runs and to this browser, never to the
 * document, and is remembered here.
 */
import { create } from "zustand";
import { useRun } from "./run-store.ts";

export type Place = "server" | "browser";

/** The static build has no server to choose. */
export const onlyBrowser = import.meta.env.MODE === "static";

const key = "unclip.place";

function remembered(): Place {
  if (onlyBrowser) return "browser";
  try {
    return localStorage.getItem(key) === "browser" ? "browser" : "server";
  } catch {
    return "server";
  }
}

export const usePlace = create<{ readonly place: Place }>(() => ({ place: remembered() }));

/** Chooses where the next runs go; a run under way ends where it began. */
export function choosePlace(place: Place): void {
  if (onlyBrowser || usePlace.getState().place === place) return;
  usePlace.setState({ place });
  // What one place has in its cache the other has to compute.
  useRun.setState({ finished: {} });
  try {
    localStorage.setItem(key, place);
  } catch {
    // No storage: the choice holds until the page closes.
  }
}

/** Whether the next run goes to the server. */
export function needsServer(): boolean {
  return usePlace.getState().place === "server";
}
