import type { Server, Socket } from "socket.io";

/** Bytes that may wait for one client. A slower client is disconnected and resumes from the last event it saw. */
const most = 4_000_000;
const lookEvery = 1000;

/** What is used of the library's connection; the type of its transport leaves the WebSocket out. */
interface Connection {
  readonly writeBuffer: readonly { readonly data?: unknown }[];
  readonly transport: { readonly writable?: boolean; readonly socket?: { readonly bufferedAmount?: number } };
}

/** Bytes that were emitted to a client and not yet taken by the system. */
export function backlogOf(socket: Pick<Socket, "conn">): number {
  const { writeBuffer, transport } = socket.conn as unknown as Connection;
  let bytes = transport.socket?.bufferedAmount ?? 0;
  for (const { data } of writeBuffer)
    bytes += typeof data === "string" ? data.length : ((data as ArrayBufferView)?.byteLength ?? 0);
  return bytes;
}

/** Lets go of clients that do not read what they asked for, whose messages would fill the memory. Returns what ends it. */
export function dropIdleReaders(io: Server): () => void {
  const timer = setInterval(() => {
    for (const socket of io.sockets.sockets.values()) if (backlogOf(socket) > most) socket.disconnect(true);
  }, lookEvery).unref();
  return () => clearInterval(timer);
}
