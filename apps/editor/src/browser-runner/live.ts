/** The connection of `server/live.ts`, to the runner in this browser: what the static build has in its place. */
import { gather } from "../server/gather.ts";
import type { Live, LiveListeners } from "../server/live-connection.ts";
import { local } from "./local.ts";

/** Hears of the runs that this browser carries out. */
export function followLocal({ events, run }: Pick<LiveListeners, "events" | "run">): Live {
  const followed = new Set<string>();
  const receive = gather(events);
  local.listeners = {
    events: (run, list) => {
      if (followed.has(run)) receive(run, list);
    },
    run,
  };
  return {
    async subscribe(id, after) {
      const run = local.get(id);
      if (run === undefined) return "The run is gone: runs in this browser last as long as the page.";
      followed.add(id);
      const missed = run.events.filter(({ seq }) => seq > after);
      if (missed.length > 0) events(id, missed);
      return undefined;
    },
    unsubscribe: (id) => void followed.delete(id),
    close() {
      local.listeners = undefined;
    },
  };
}

export function connectLive(listeners: LiveListeners): Live {
  void local.ready().then(listeners.connected);
  return followLocal(listeners);
}
