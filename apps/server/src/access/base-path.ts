import type { Server } from "node:http";

const missingSlash = new WeakSet<object>();

/** Whether a request was for the base path without its last slash, where relative addresses would lead elsewhere. */
export function lacksSlash(request: object): boolean {
  return missingSlash.has(request);
}

/**
 * The path under which people reach the server: `""` or `/studio`. A proxy in front may pass it on or strip it: a request
 * with it and one without it mean the same. What the server writes, in cookies, redirects and pages, always has it.
 */
export class BasePath {
  readonly value: string;

  /** @param value `""`, or segments that each begin with a slash */
  constructor(value: string) {
    this.value = value;
  }

  /** The public path of one of the server's own, which begins with a slash. */
  of(path: string): string {
    return this.value + path;
  }

  /** Takes the base path out of each request to `http`, before any other listener sees it. */
  strip(http: Server): void {
    if (this.value === "") return;
    for (const event of ["request", "upgrade"])
      http.prependListener(event, (request: { url: string }) => {
        const { url } = request;
        if (!url.startsWith(this.value)) return;
        const rest = url.slice(this.value.length);
        if (rest.startsWith("/")) request.url = rest;
        else if (rest === "" || rest.startsWith("?")) {
          request.url = `/${rest}`;
          missingSlash.add(request);
        }
      });
  }
}

const taken = ["api", "assets", "sign-in", "socket.io"];

/** Reads `--base-path`: `studio`, `/studio` and `/studio/` are `/studio`, and `/` is none. `undefined` when it cannot be one. */
export function parseBasePath(text: string): string | undefined {
  const segments = text.replace(/^\/|\/$/g, "").split("/");
  if (segments.length === 1 && segments[0] === "") return "";
  const fine = segments.every((one) => /^[A-Za-z0-9._~-]+$/.test(one) && !/^\.+$/.test(one));
  return fine && !taken.includes(segments[0] ?? "") ? `/${segments.join("/")}` : undefined;
}
