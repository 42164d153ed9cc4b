/** The connection of `server/live.ts`, to the runner in this browser: what the static build has in its place. */
import type * as server from "../server/live.ts";
import { local } from "./api.ts";

export const connectLive: typeof server.connectLive = (listeners) => {
  const followed = new Set<string>();
  local.listeners = {
    events: (run, events) => {
      if (followed.has(run)) listeners.events(run, events);
    },
    run: listeners.run,
  };
  void local.ready().then(listeners.connected);
  return {
    async subscribe(id, after) {
      const run = local.get(id);
      if (run === undefined) return "The run is gone: runs in this browser last as long as the page.";
      followed.add(id);
      const missed = run.events.filter(({ seq }) => seq > after);
      if (missed.length > 0) listeners.events(id, missed);
      return undefined;
    },
    unsubscribe: (id) => void followed.delete(id),
    close() {
      local.listeners = undefined;
    },
  };
};
