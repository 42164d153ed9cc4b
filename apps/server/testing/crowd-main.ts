/** A server that sends `argv[2]` messages a second to rooms of its sockets, each with the time in it. */
import { startTestServer } from "./test-server.ts";

const perSecond = Number(process.argv[2]);
const roomSize = Number(process.argv[3]);
const server = await startTestServer();
const { repository, feed } = server.services;
const graph = { unclip: 1, title: "Crowd", model: "none", nodes: {} } as const;
const runs: string[] = [];
for (let i = 0; i < 100; i++) {
  const accepted = await repository.accept({ graph }, { queued: 1000 });
  if ("record" in accepted) runs.push(accepted.record.id);
}
// The runner has nothing to do in them: they end by themselves, and their rooms stay open.
while (repository.count().queued + repository.count().running > 0)
  await new Promise((resolve) => setTimeout(resolve, 20));
process.send?.({ url: server.url, runs });
process.once("message", () => {
  const sequence = runs.map((run) => repository.events(run, -1, 1000).length);
  let sent = 0;
  const start = performance.now();
  const timer = setInterval(() => {
    const due = ((performance.now() - start) / 1000) * (perSecond / roomSize);
    for (; sent < due; sent++) {
      const room = sent % runs.length;
      const seq = sequence[room]!++;
      feed.events(runs[room]!, [
        { event: "run-finished", status: "done", computed: 0, cached: 0, milliseconds: Date.now(), seq },
      ]);
    }
  }, 5);
  setTimeout(() => {
    clearInterval(timer);
    process.send?.({ sent, rss: process.memoryUsage.rss() });
  }, Number(process.argv[4]) * 1000);
});
process.on("disconnect", () => process.exit(0));
