/** Many sockets that listen to runs, and what reached them how late. */
import type { ClientMessages, ServerMessages } from "@unclip/protocol";
import { io, type Socket } from "socket.io-client";

export interface Crowd {
  /** Milliseconds from sending to arrival, of every message. */
  readonly delays: readonly number[];
  /** Messages whose number was not the next one. */
  readonly gaps: () => number;
  close(): void;
}

/** Connects `size` sockets, in turn to each of `runs`. */
export async function gather(url: string, runs: readonly string[], size: number): Promise<Crowd> {
  const { origin, searchParams } = new URL(url);
  const extraHeaders = { authorization: `Bearer ${searchParams.get("token")}` };
  const delays: number[] = [];
  let gaps = 0;
  const sockets: Socket<ServerMessages, ClientMessages>[] = [];
  for (let i = 0; i < size; i++) {
    const socket: Socket<ServerMessages, ClientMessages> = io(origin, {
      transports: ["websocket"],
      forceNew: true,
      extraHeaders,
    });
    let next = 0;
    socket.on("events", (_run, events) => {
      for (const event of events) {
        if (event.seq !== next) gaps++;
        next = event.seq + 1;
        // The runs' own ends carry a duration, the messages of the crowd server a time of day.
        if (event.event === "run-finished" && event.milliseconds > 1e12)
          delays.push(Date.now() - event.milliseconds);
      }
    });
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("connect_error", reject);
    });
    await socket.emitWithAck("subscribe", { run: runs[i % runs.length]!, after: -1 });
    sockets.push(socket);
  }
  return { delays, gaps: () => gaps, close: () => sockets.forEach((socket) => void socket.disconnect()) };
}
