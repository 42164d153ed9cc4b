import type { IncomingMessage } from "node:http";
import type { BasePath } from "./base-path.ts";
import type { Proxies } from "./proxies.ts";

/** How a cookie is named and sent. */
export interface CookieOptions {
  /** Cookies are not separated by port, so two servers on one machine need two names. */
  readonly port: number;
  readonly base: BasePath;
  readonly proxies: Proxies;
  /** Whether people use https in any case. */
  readonly secure: boolean;
}

/**
 * A cookie that pages cannot read. SameSite=Lax sends it along a link from another site and with nothing else from there;
 * what changes something is checked by its Origin too.
 */
export class PrivateCookie {
  readonly #options: CookieOptions;
  readonly #what: string;
  readonly #path: string;

  /**
   * @param what added to the name, for a cookie beside the session's
   * @param path the server's own path that gets it, with all below
   */
  constructor(options: CookieOptions, what = "", path = "/") {
    this.#options = options;
    this.#what = what;
    this.#path = path;
  }

  /** Its name without the prefix that it has over TLS. */
  get name(): string {
    return `unclip-${this.#options.port}${this.#what}`;
  }

  /** Every value that a request carries under the name, the browser's most specific first. */
  read(request: IncomingMessage): string[] {
    const prefix = `${this.#nameFor(request)}=`;
    const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim());
    return pairs.filter((pair) => pair.startsWith(prefix)).map((pair) => pair.slice(prefix.length));
  }

  /** The `Set-Cookie` header. @param seconds how long the browser keeps it; 0 removes it */
  set(request: IncomingMessage, value: string, seconds: number): string {
    const name = this.#nameFor(request);
    const secure = this.#isSecure(request) ? "; Secure" : "";
    const path = this.#cookiePath();
    return `${name}=${value}; Path=${path}; HttpOnly; SameSite=Lax; Max-Age=${Math.floor(seconds)}${secure}`;
  }

  /** With TLS the name has the prefix that keeps other hosts and plain http from setting it (RFC 6265bis §4.1.3). */
  #nameFor(request: IncomingMessage): string {
    if (!this.#isSecure(request)) return this.name;
    return this.#cookiePath() === "/" ? `__Host-${this.name}` : `__Secure-${this.name}`;
  }

  #cookiePath(): string {
    const { base } = this.#options;
    return this.#path === "/" ? base.value || "/" : base.of(this.#path);
  }

  #isSecure(request: IncomingMessage): boolean {
    return this.#options.secure || this.#options.proxies.isSecure(request);
  }
}
