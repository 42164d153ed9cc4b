import type { IncomingMessage } from "node:http";

/** Why a request is refused before anything looks at it. */
export interface Refusal {
  readonly status: 403 | 421;
  readonly code: "host_forbidden" | "origin_forbidden";
  readonly detail: string;
}

const loopbackNames = ["127.0.0.1", "localhost", "[::1]"];

/** Whether an address to bind to is reachable from this machine alone. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Which `Host` and `Origin` may talk to this server. Without this, any web page could reach a server on loopback by
 * pointing its own name at 127.0.0.1 (DNS rebinding), or by posting across origins.
 */
export class AllowList {
  readonly #hosts: ReadonlySet<string>;

  /** @param names further host names, with or without a port; loopback names are always allowed */
  constructor(port: number, names: readonly string[]) {
    const hosts = [...loopbackNames, ...names].flatMap((name) => withPort(name.toLowerCase(), port));
    this.#hosts = new Set(hosts);
  }

  /** The reason to refuse a request or a WebSocket handshake, or nothing. */
  refuse(request: IncomingMessage): Refusal | undefined {
    const hosts = headerValues(request, "host");
    const [host] = hosts;
    if (hosts.length !== 1 || host === undefined || !this.#hosts.has(host.toLowerCase()))
      return {
        status: 421,
        code: "host_forbidden",
        detail: `The request is for ${describeHosts(hosts)}, which this server does not answer for; start it with --allow-host NAME to allow a name.`,
      };
    return this.#refuseOrigin(request);
  }

  #refuseOrigin(request: IncomingMessage): Refusal | undefined {
    const origins = headerValues(request, "origin");
    const site = request.headers["sec-fetch-site"];
    const unsafe = request.method !== "GET" && request.method !== "HEAD";
    const foreign =
      origins.length > 1 ||
      origins.some((origin) => !this.#isOwn(origin)) ||
      // A browser that hides the origin still says where the request comes from.
      (unsafe && origins.length === 0 && site !== undefined && site !== "same-origin" && site !== "none");
    if (!foreign) return undefined;
    return {
      status: 403,
      code: "origin_forbidden",
      detail: `The request comes from ${origins.map((o) => JSON.stringify(o)).join(" and ") || "another site"}; only pages of this server may make it.`,
    };
  }

  #isOwn(origin: string): boolean {
    const match = /^https?:\/\/([^/]+)$/.exec(origin.toLowerCase());
    return match !== null && this.#hosts.has(match[1] ?? "");
  }
}

/** `name` alone stands for the server's port and for 80 and 443, where browsers leave the port out. */
function withPort(name: string, port: number): string[] {
  if (/:\d+$/.test(name)) return [name];
  return loopbackNames.includes(name) && port !== 80 ? [`${name}:${port}`] : [`${name}:${port}`, name];
}

/** All values of a header: Node keeps only the first of two `Host`s in `headers`. */
function headerValues(request: IncomingMessage, name: string): string[] {
  const values: string[] = [];
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2)
    if (request.rawHeaders[i]?.toLowerCase() === name) values.push(request.rawHeaders[i + 1] ?? "");
  return values;
}

function describeHosts(hosts: readonly string[]): string {
  return hosts.length === 0 ? "no host" : hosts.map((h) => JSON.stringify(h)).join(" and ");
}
