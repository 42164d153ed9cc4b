import type { IncomingMessage } from "node:http";
import { parseHost } from "./host-name.ts";

/** Why a request is refused before anything looks at it. */
export interface Refusal {
  readonly status: 403 | 421;
  readonly code: "host_forbidden" | "origin_forbidden";
  readonly detail: string;
}

const loopbackNames = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Which `Host` and `Origin` may talk to this server. Without this, any web page could reach a server on loopback by
 * pointing its own name at 127.0.0.1 (DNS rebinding), or by posting across origins.
 */
export class AllowList {
  readonly #hosts: ReadonlySet<string>;

  /** @param names further host names or addresses, with or without a port; loopback names are always allowed */
  constructor(port: number, names: readonly string[]) {
    const own = loopbackNames.flatMap((name) => (port === 80 ? [`${name}:80`, name] : [`${name}:${port}`]));
    this.#hosts = new Set([...own, ...names.flatMap((name) => spellings(name, port))]);
  }

  /**
   * The reason to refuse a request, or nothing.
   * @param reads whether reading changes something too, as opening a connection for live events does
   */
  refuse(request: IncomingMessage, reads = false): Refusal | undefined {
    const hosts = headerValues(request, "host");
    if (hosts.length !== 1 || !this.#isKnown(hosts[0] ?? ""))
      return {
        status: 421,
        code: "host_forbidden",
        detail: `The request is for ${describeHosts(hosts)}, which this server does not answer for; start it with --allow-host NAME to allow a name.`,
      };
    return this.#refuseOrigin(request, reads);
  }

  #refuseOrigin(request: IncomingMessage, reads: boolean): Refusal | undefined {
    const origins = headerValues(request, "origin");
    const site = request.headers["sec-fetch-site"];
    const unsafe = reads || (request.method !== "GET" && request.method !== "HEAD");
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

  #isKnown(host: string): boolean {
    const parsed = parseHost(host);
    return parsed !== undefined && this.#hosts.has(written(parsed.name, parsed.port));
  }

  #isOwn(origin: string): boolean {
    const match = /^https?:\/\/([^/]+)$/i.exec(origin);
    return match !== null && this.#isKnown(match[1] ?? "");
  }
}

/** A name alone allows the server's port and 80 and 443, which browsers leave out; they leave them out of `name:443` too. */
function spellings(name: string, port: number): string[] {
  const parsed = parseHost(name);
  if (parsed === undefined) return [];
  if (parsed.port === undefined) return [written(parsed.name, port), parsed.name];
  const usual = parsed.port === 80 || parsed.port === 443;
  return [written(parsed.name, parsed.port), ...(usual ? [parsed.name] : [])];
}

const written = (name: string, port: number | undefined) => (port === undefined ? name : `${name}:${port}`);

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
