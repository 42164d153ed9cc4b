/**
 * A client that asks for all it can get: requests without a pause, more WebSockets than it may have, messages that
 * subscribe to nothing. Arguments: the server's address with a token. Says how much it sent when its parent goes.
 */
import { io } from "socket.io-client";
import { clientOf } from "./client.ts";
import { faultGraph } from "./fault-graph.ts";

const atOnce = 32;
const sockets = 40;
const client = clientOf(process.argv[2] ?? "");
const token = new URL(process.argv[2] ?? "").searchParams.get("token");
const sent = { requests: 0, refused: 0, messages: 0, closed: 0 };

async function ask(i: number): Promise<never> {
  for (let n = i; ; n++) {
    const response = n % 2 === 0 ? await client.api("/runs?limit=50") : await client.post(faultGraph("wait"));
    await response.arrayBuffer();
    sent.requests++;
    if (response.status === 429) sent.refused++;
  }
}
for (let i = 0; i < atOnce; i++) void ask(i);

for (let i = 0; i < sockets; i++) {
  const socket = io(client.origin, {
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    extraHeaders: { authorization: `Bearer ${token}` },
  });
  socket.on("connect", () => {
    for (let n = 0; n < 200; n++) socket.emit("subscribe", { run: "nobody00", after: -1 });
    sent.messages += 200;
  });
  // Whoever is let go, or not let in, comes again at once.
  socket.on("connect_error", () => {
    sent.refused++;
    setTimeout(() => socket.connect());
  });
  socket.on("disconnect", () => {
    sent.closed++;
    socket.connect();
  });
}
process.once("message", () => process.send?.(sent, () => process.exit(0)));
process.on("disconnect", () => process.exit(0));
