/** The socket: run events as they happen, and whether the server is there. */
import type { ClientMessages, ServerMessages } from "@unclip/protocol";
import { io, type Socket } from "socket.io-client";
import { followLocal } from "../browser-runner/live.ts";
import { local } from "../browser-runner/local.ts";
import { serverPath } from "./address.ts";
import { gather } from "./gather.ts";
import type { Live, LiveListeners } from "./live-connection.ts";

/** Milliseconds that a connection has to open: at first, over WebSocket, and once polling comes first. */
const webSocketTime = 5000;
const pollingTime = 20_000;

/**
 * Connects, and reconnects for as long as it is open: over WebSocket, or by polling where a proxy lets none through. Runs of this browser are followed beside those of the server.
 */
export function connectLive(listeners: LiveListeners): Live {
  const socket: Socket<ServerMessages, ClientMessages> = io({
    path: serverPath("socket.io"),
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    timeout: webSocketTime,
    reconnectionDelay: 500,
    reconnectionDelayMax: 4000,
  });
  socket.on("connect", listeners.connected);
  socket.on("disconnect", listeners.disconnected);
  socket.on("connect_error", () => {
    // Some proxies leave a WebSocket's handshake unanswered. From now on polling comes first; it gives way to a WebSocket
    // as soon as one is there.
    socket.io.opts.transports = ["polling", "websocket"];
    socket.io.timeout(pollingTime);
    listeners.disconnected();
  });
  socket.on("events", gather(listeners.events));
  socket.on("run", listeners.run);
  const here = followLocal(listeners);
  return {
    subscribe: async (run, after) => {
      if (local.get(run)) return here.subscribe(run, after);
      return new Promise((resolve) => {
        socket.emit("subscribe", { run, after }, (reply) => resolve(reply.ok ? undefined : reply.message));
      });
    },
    unsubscribe: (run) => {
      here.unsubscribe(run);
      if (socket.connected && !local.get(run)) socket.emit("unsubscribe", { run }, () => {});
    },
    close() {
      here.close();
      socket.close();
    },
  };
}
