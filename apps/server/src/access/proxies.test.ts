import type { IncomingMessage } from "node:http";
import { expect, it } from "vitest";
import { isProxyAddress, Proxies } from "./proxies.ts";

function request(remoteAddress: string, headers: Record<string, string> = {}): IncomingMessage {
  return { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
}
const forwarded = { "x-forwarded-for": "203.0.113.9, 198.51.100.7, 10.0.0.2", "x-forwarded-proto": "https" };

it("believes no header of a client that is no trusted proxy", () => {
  const none = new Proxies([]);
  expect(none.clientOf(request("127.0.0.1", forwarded))).toBe("127.0.0.1");
  expect(none.isSecure(request("127.0.0.1", forwarded))).toBe(false);
  const other = new Proxies(["10.0.0.0/8"]);
  expect(other.clientOf(request("127.0.0.1", forwarded))).toBe("127.0.0.1");
  expect(other.isSecure(request("127.0.0.1", forwarded))).toBe(false);
});

it("takes the last hop that is no proxy: what a client writes before it is not believed", () => {
  const proxies = new Proxies(["loopback", "10.0.0.0/8"]);
  expect(proxies.clientOf(request("127.0.0.1", forwarded))).toBe("198.51.100.7");
  expect(proxies.clientOf(request("::1", forwarded))).toBe("198.51.100.7");
  expect(proxies.clientOf(request("::ffff:127.0.0.1", forwarded))).toBe("198.51.100.7");
  expect(proxies.clientOf(request("127.0.0.1", { "x-forwarded-for": "[2001:db8::1]:4711" }))).toBe(
    "2001:db8::1",
  );
  expect(proxies.clientOf(request("127.0.0.1", { "x-forwarded-for": "nonsense" }))).toBe("127.0.0.1");
  expect(proxies.clientOf(request("127.0.0.1"))).toBe("127.0.0.1");
});

it("knows https from a trusted proxy and from TLS of its own", () => {
  const proxies = new Proxies(["loopback"]);
  expect(proxies.isSecure(request("127.0.0.1", { "x-forwarded-proto": "https" }))).toBe(true);
  expect(proxies.isSecure(request("127.0.0.1", { "x-forwarded-proto": "HTTPS, http" }))).toBe(true);
  expect(proxies.isSecure(request("127.0.0.1", { "x-forwarded-proto": "http" }))).toBe(false);
  expect(proxies.isSecure(request("127.0.0.1"))).toBe(false);
  expect(proxies.isSecure({ socket: { encrypted: true }, headers: {} } as unknown as IncomingMessage)).toBe(
    true,
  );
});

it("is configured with addresses and networks alone", () => {
  for (const text of ["loopback", "10.0.0.1", "10.0.0.0/8", "fd00::/8", "::1"])
    expect([text, isProxyAddress(text)]).toEqual([text, true]);
  for (const text of [
    "",
    "all",
    "10.0.0.0/33",
    "fd00::/129",
    "10.0.0.0/",
    "10.0.0/8",
    "fe80::1%eth0",
    "proxy.example",
  ])
    expect([text, isProxyAddress(text)]).toEqual([text, false]);
});
