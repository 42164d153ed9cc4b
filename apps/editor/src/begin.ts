/** What happens when the page opens: bring back what was open, or open the first template; then connect. */
import { restore, watchDocument } from "./document/autosave.ts";
import { firstTemplate, openTemplate } from "./document/open.ts";
import { watchProblems } from "./document/problem-store.ts";
import { watchForecast } from "./run/forecast-store.ts";
import { watchLive } from "./run/live.ts";
import { connectRunner, resume } from "./run/runner.ts";
import { refreshServer, useServer, watchLanguage } from "./server/server-store.ts";
import { openAddress } from "./sharing/share.ts";
import { pruneSelection } from "./view/prune-selection.ts";

export function begin(): void {
  watchLanguage();
  const kept = restore();
  watchDocument();
  pruneSelection();
  watchProblems();
  watchForecast();
  watchLive();
  connectRunner();
  if (kept?.run !== undefined) resume(kept.run, kept.prints);
  addEventListener("hashchange", () => void openAddress());
  void openAddress().then((opened) => {
    if (kept === undefined && !opened) void openFirst();
  });
}

/** The first template, as soon as there is a server to ask for it. */
async function openFirst(): Promise<void> {
  const [opened] = await Promise.all([
    openTemplate(firstTemplate, { quiet: true }),
    refreshServer().catch(() => {}),
  ]);
  if (opened) return;
  const stop = useServer.subscribe(({ presence }) => {
    if (presence !== "online") return;
    stop();
    void openTemplate(firstTemplate, { quiet: true });
  });
}
