/** How late messages reach many sockets. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { gather } from "../testing/crowd.ts";
import { pause, spread } from "./figures.ts";
import { startFlags } from "./start-flags.ts";

export async function measureSockets(size: number, perSecond: number, seconds: number): Promise<void> {
  const main = new URL("../testing/crowd-main.ts", import.meta.url);
  const server = fork(main, [perSecond, size / 100, seconds].map(String), {
    execArgv: ["--conditions=@unclip/source", ...startFlags()],
  });
  const [{ url, runs }] = (await once(server, "message")) as [{ url: string; runs: string[] }];
  const crowd = await gather(url, runs, size);
  server.send("start");
  const [{ sent, rss }] = (await once(server, "message")) as [{ sent: number; rss: number }];
  await pause(2000);
  const delivered = crowd.delays.length;
  console.log(
    `${size} sockets, ${Math.round((sent * size) / 100 / seconds)} messages a second: ${spread(crowd.delays)}; ` +
      `${sent * (size / 100)} sent, ${delivered} arrived, ${crowd.gaps()} out of order; server ${Math.round(rss / 1e6)} MB`,
  );
  crowd.close();
  server.disconnect();
}
