/** A reverse proxy as people put one in front of the server: below a path, and with or without WebSocket. */
import { createServer, type IncomingMessage, request } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

export interface ProxyOptions {
  /** What comes before every path: `/studio`. */
  readonly prefix: string;
  /** Whether the server behind it gets the paths without the prefix. */
  readonly strip: boolean;
  /** What becomes of a WebSocket's handshake: it is passed on, refused, or never answered. */
  readonly webSocket: "passed" | "refused" | "unanswered";
}

export interface ReverseProxy {
  readonly port: number;
  /** Paths that were asked for, in order. */
  readonly paths: string[];
  /** Where the server behind it is. */
  target: URL | undefined;
  close(): void;
}

export async function startProxy({ prefix, strip, webSocket }: ProxyOptions): Promise<ReverseProxy> {
  const paths: string[] = [];
  const sockets = new Set<Socket>();
  const below = (path: string) =>
    path === prefix || path.startsWith(`${prefix}/`) || path.startsWith(`${prefix}?`);
  const onwards = (path: string) => {
    const rest = strip ? path.slice(prefix.length) : path;
    return rest.startsWith("/") ? rest : `/${rest}`;
  };
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? "/";
    paths.push(path);
    const { target } = proxy;
    if (target === undefined || !below(path)) {
      outgoing.writeHead(404).end("Nothing of the studio is here.");
      return;
    }
    const { method, headers } = incoming;
    const { hostname, port } = target;
    const sent = request({ hostname, port, method, path: onwards(path), headers }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(outgoing);
    });
    sent.on("error", () => outgoing.destroy());
    outgoing.on("close", () => sent.destroy());
    incoming.pipe(sent);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("upgrade", (incoming: IncomingMessage, socket: Socket, head) => {
    const path = incoming.url ?? "/";
    paths.push(path);
    socket.on("error", () => {});
    if (webSocket === "unanswered") return;
    const { target } = proxy;
    if (webSocket === "refused" || target === undefined || !below(path)) {
      socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    const behind = connect(Number(target.port), target.hostname, () => {
      const headers = incoming.rawHeaders.flatMap((name, i, all) =>
        i % 2 === 0 ? [`${name}: ${all[i + 1]}`] : [],
      );
      behind.write([`GET ${onwards(path)} HTTP/1.1`, ...headers, "", ""].join("\r\n"));
      behind.write(head);
      socket.pipe(behind).pipe(socket);
    });
    behind.on("error", () => socket.destroy());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const proxy: ReverseProxy = {
    port: (server.address() as AddressInfo).port,
    paths,
    target: undefined,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
  return proxy;
}
