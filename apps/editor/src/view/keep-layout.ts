/** Which panels are open is kept in this browser, like the furniture of a room. */
import { useView, type ViewState } from "./view-store.ts";

const key = "unclip.layout";
const kept = [
  "left",
  "inspector",
  "drawer",
  "drawerTall",
  "minimap",
] as const satisfies readonly (keyof ViewState)[];

export function keepLayout(): void {
  try {
    const saved = JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<ViewState>;
    useView.setState(
      Object.fromEntries(kept.filter((name) => name in saved).map((name) => [name, saved[name]])),
    );
  } catch {
    // Nothing usable was kept: the panels stand as they do on a first visit.
  }
  useView.subscribe((now, before) => {
    if (kept.every((name) => now[name] === before[name])) return;
    try {
      localStorage.setItem(key, JSON.stringify(Object.fromEntries(kept.map((name) => [name, now[name]]))));
    } catch {
      // No storage: the layout holds until the page closes.
    }
  });
}
