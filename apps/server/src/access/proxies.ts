import type { IncomingMessage } from "node:http";
import { BlockList, isIP, isIPv6 } from "node:net";
import type { TLSSocket } from "node:tls";
import { parseHost, unmapped } from "./host-name.ts";

const loopback = ["127.0.0.0/8", "::1"];

/**
 * The proxies in front of this server whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. Anyone can send these
 * headers, so without a trusted proxy they are ignored.
 */
export class Proxies {
  readonly #trusted = new BlockList();

  /** @param addresses as {@link isProxyAddress} takes them */
  constructor(addresses: readonly string[]) {
    for (const entry of addresses.flatMap((one) => (one === "loopback" ? loopback : [one]))) {
      const [address = "", bits] = entry.split("/");
      const family = isIPv6(address) ? "ipv6" : "ipv4";
      if (bits === undefined) this.#trusted.addAddress(address, family);
      else this.#trusted.addSubnet(address, Number(bits), family);
    }
  }

  /** The address of the client: the last hop that is no trusted proxy. */
  clientOf(request: IncomingMessage): string {
    let client = plain(request.socket.remoteAddress ?? "");
    const hops = String(request.headers["x-forwarded-for"] ?? "").split(",");
    while (this.#trusts(client)) {
      const hop = plain(hops.pop()?.trim() ?? "");
      if (isIP(hop) === 0) break;
      client = hop;
    }
    return client;
  }

  /** Whether the client's connection is encrypted: by this server, or as a trusted proxy says. */
  isSecure(request: IncomingMessage): boolean {
    if ((request.socket as TLSSocket).encrypted) return true;
    if (!this.#trusts(plain(request.socket.remoteAddress ?? ""))) return false;
    const [first = ""] = String(request.headers["x-forwarded-proto"] ?? "").split(",");
    return first.trim().toLowerCase() === "https";
  }

  #trusts(address: string): boolean {
    const family = isIP(address);
    return family !== 0 && this.#trusted.check(address, family === 6 ? "ipv6" : "ipv4");
  }
}

/** Whether `--trust-proxy` takes it: `loopback`, an address, or a network such as `10.0.0.0/8`. */
export function isProxyAddress(text: string): boolean {
  if (text === "loopback") return true;
  const [, address = "", bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && !address.includes("%") && Number(bits ?? 0) <= (family === 6 ? 128 : 32);
}

/** An address without brackets, port and zone; IPv4 where it is mapped into IPv6. */
function plain(text: string): string {
  return unmapped(parseHost(text)?.name ?? "").replace(/^\[|\]$/g, "");
}
