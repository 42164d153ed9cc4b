import { isIPv4, isIPv6 } from "node:net";

/** A host as browsers write it in `Host` and `Origin`. */
export interface HostName {
  /** Lower case, without a trailing dot; an IPv6 address is shortest and in brackets: `[fd00::2]`. */
  readonly name: string;
  readonly port?: number;
}

/** Characters of the longest DNS name, and room for a port. */
const longest = 260;

/**
 * Reads a host name or address, with or without a port: `Studio.Example.`, `192.168.1.5:80`, `fd00::2`, `[FD00::2]:8420`.
 * A zone (`fe80::1%eth0`) is left out, as clients leave it out of `Host`. Returns `undefined` for anything else.
 */
export function parseHost(text: string): HostName | undefined {
  if (text.length > longest) return undefined;
  const bare = isIPv6(text);
  const match = bare ? undefined : /^(\[[^[\]]*\]|[^:[\]]+)(?::(\d{1,5}))?$/.exec(text);
  const host = bare ? `[${text}]` : match?.[1];
  const port = match?.[2] === undefined ? undefined : Number(match[2]);
  if (host === undefined || (port ?? 0) > 65_535) return undefined;
  const zone = host.startsWith("[") ? host.indexOf("%") : -1;
  const name = canonical(zone < 0 ? host : `${host.slice(0, zone)}]`);
  return name === undefined ? undefined : { name, ...(port !== undefined && { port }) };
}

/** As the URL standard writes it, so that every spelling of an address is one; `undefined` where it is no host. */
function canonical(host: string): string | undefined {
  // What the URL parser would take for something else than a host, or decode.
  if (/[/?#@\\%\s]/.test(host) || !URL.canParse(`http://${host}/`)) return undefined;
  const name = new URL(`http://${host}/`).hostname.replace(/\.$/, "");
  return /^(\[[0-9a-f:]+\]|[a-z0-9._-]+)$/.test(name) ? name : undefined;
}

/** The IPv4 address in an IPv4-mapped IPv6 address (`[::ffff:7f00:1]` → `127.0.0.1`), or the name as it is. */
export function unmapped(name: string): string {
  const match = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(name);
  if (match === null) return name;
  const [high, low] = [Number.parseInt(match[1] ?? "", 16), Number.parseInt(match[2] ?? "", 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

/** Whether a host to listen on is reachable from this machine alone. */
export function isLoopback(host: string): boolean {
  const name = unmapped(parseHost(host)?.name ?? "");
  return name === "localhost" || name === "[::1]" || (isIPv4(name) && name.startsWith("127."));
}

/** Whether a host to listen on means every address of this machine, so that it names none of them. */
export function isUnspecified(host: string): boolean {
  const name = unmapped(parseHost(host)?.name ?? "");
  return name === "0.0.0.0" || name === "[::]";
}

/**
 * The name to print for a server that listens on `host`, which a browser on this machine can open.
 * @param bound the address that the system chose for `host`
 */
export function reachableName(host: string, bound: string): string {
  const address = unmapped(parseHost(bound)?.name ?? "");
  if (address === "0.0.0.0") return "127.0.0.1";
  if (address === "[::]") return "[::1]";
  return unmapped(parseHost(host)?.name ?? address);
}

/**
 * What counts as one client for a limit: an IPv4 address, or the first 64 bits of an IPv6 address, since one machine
 * has all addresses that begin with them.
 */
export function networkOf(address: string): string {
  const name = unmapped(parseHost(address)?.name ?? address);
  if (!name.startsWith("[")) return name;
  const [left = "", right] = name.slice(1, -1).split("::");
  const [head, tail] = [left, right ?? ""].map((part) => (part === "" ? [] : part.split(":")));
  const zeros = right === undefined ? 0 : 8 - head!.length - tail!.length;
  return `${[...head!, ...Array<string>(zeros).fill("0"), ...tail!].slice(0, 4).join(":")}::/64`;
}
