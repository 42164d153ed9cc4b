/**
 * Preloaded into a server: tells its parent how long the event loop was held at most since it was last asked, in
 * milliseconds of work of its thread. Time on the clock would count what other processes of a busy machine do as well.
 */
const worst = { work: 0 };
let before = process.threadCpuUsage();

setInterval(() => {
  const now = process.threadCpuUsage();
  worst.work = Math.max(worst.work, (now.user + now.system - before.user - before.system) / 1000);
  before = now;
}, 1).unref();

process.on("message", (message) => {
  if (message !== "worst hold") return;
  process.send?.({ hold: worst.work });
  worst.work = 0;
});
process.channel?.unref();
