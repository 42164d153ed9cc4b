import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { AllowList } from "./allow-list.ts";
import { isLoopback } from "./host-name.ts";

const allowed = new AllowList(8420, [
  "studio.example",
  "proxy.example:444",
  "Upper.Example.",
  "tls.example:443",
  "192.168.1.5",
  "fd00::2",
  "[fd00::3]:9000",
]);
function refuse(headers: readonly [string, string][], method = "POST"): number | undefined {
  const request = { method, rawHeaders: headers.flat(), headers: Object.fromEntries(headers) };
  return allowed.refuse(request as unknown as IncomingMessage)?.status;
}
const own: [string, string] = ["host", "127.0.0.1:8420"];

describe("AllowList", () => {
  it.each([
    "127.0.0.1:8420",
    "localhost:8420",
    "LOCALHOST:8420",
    "[::1]:8420",
    "studio.example",
    "studio.example:8420",
    "proxy.example:444",
    "upper.example:8420",
    "UPPER.example.",
    "localhost.:8420",
    "tls.example",
    "tls.example:443",
    "192.168.1.5:8420",
    "[fd00::2]",
    "[FD00:0::2]:8420",
    "[fd00::3]:9000",
  ])("answers for %s", (host) => expect(refuse([["host", host]])).toBeUndefined());

  it.each([
    "evil.example",
    "evil.example:8420",
    "127.0.0.1",
    "127.0.0.1:80",
    "0.0.0.0:8420",
    "[::ffff:127.0.0.1]:8420",
    "127.0.0.1:8420.evil.example",
    "studio.example.evil:8420",
    "proxy.example",
    "[fd00::3]:8420",
    "[fd00::4]:8420",
    "studio.example:",
    "studio.example@evil.example",
    "studio.example/x",
    "",
  ])("does not answer for %s (DNS rebinding)", (host) => expect(refuse([["host", host]])).toBe(421));

  it("takes exactly one Host", () => {
    expect(refuse([])).toBe(421);
    expect(refuse([own, ["host", "evil.example"]])).toBe(421);
  });

  it.each([
    "http://evil.example",
    "null",
    "",
    "http://127.0.0.1:9999",
    "file://",
    "http://127.0.0.1:8420/x",
    "http://localhost:8420@evil.example",
  ])("refuses the origin %s on every method", (origin) => {
    expect(refuse([own, ["origin", origin]])).toBe(403);
    expect(refuse([own, ["origin", origin]], "GET")).toBe(403);
  });

  it("takes its own pages and clients that are no browsers, and no browser that hides where it comes from", () => {
    expect(refuse([own, ["origin", "http://127.0.0.1:8420"]])).toBeUndefined();
    expect(refuse([own, ["origin", "https://studio.example"]])).toBeUndefined();
    expect(refuse([own])).toBeUndefined();
    expect(refuse([own, ["sec-fetch-site", "same-origin"]])).toBeUndefined();
    expect(refuse([own, ["sec-fetch-site", "cross-site"]])).toBe(403);
    expect(refuse([own, ["sec-fetch-site", "cross-site"]], "GET")).toBeUndefined();
  });
});

describe("isLoopback", () => {
  it("knows what only this machine reaches", () => {
    expect(["127.0.0.1", "127.0.0.2", "localhost", "::1"].every(isLoopback)).toBe(true);
    expect(["0.0.0.0", "::", "192.168.1.2", "127.0.0.1.example", "example.com"].some(isLoopback)).toBe(false);
  });
});
