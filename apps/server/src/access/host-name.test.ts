import { describe, expect, it } from "vitest";
import { isLoopback, isUnspecified, networkOf, parseHost, reachableName } from "./host-name.ts";

describe("parseHost", () => {
  it.each([
    ["Studio.Example.", { name: "studio.example" }],
    ["LOCALHOST:8420", { name: "localhost", port: 8420 }],
    ["my_service", { name: "my_service" }],
    ["192.168.1.5:80", { name: "192.168.1.5", port: 80 }],
    ["fd00::2", { name: "[fd00::2]" }],
    ["[FD00:0:0::2]:8420", { name: "[fd00::2]", port: 8420 }],
    ["::", { name: "[::]" }],
    ["0.0.0.0", { name: "0.0.0.0" }],
    ["fe80::1%eth0", { name: "[fe80::1]" }],
    ["[fe80::1%25eth0]:8420", { name: "[fe80::1]", port: 8420 }],
    ["::ffff:127.0.0.1", { name: "[::ffff:7f00:1]" }],
    ["スタジオ.example", { name: "xn--kck1acy.example" }],
  ])("reads %s", (text, expected) => expect(parseHost(text)).toEqual(expected));

  it.each([
    "",
    "a/b",
    "http://studio.example",
    "studio.example/x",
    "user@studio.example",
    "studio.example:",
    "studio.example:70000",
    "127.0.0.1:8420.evil.example",
    "[fd00::2",
    "[nonsense]",
    "fd00::2::3",
    "a b",
    "*.example",
    "a%2eb",
  ])("refuses %s", (text) => expect(parseHost(text)).toBeUndefined());

  it("takes no name that is longer than DNS has them", () => {
    expect(parseHost("a.".repeat(120))).toBeDefined();
    expect(parseHost("a.".repeat(200))).toBeUndefined();
  });
});

describe("a host to listen on", () => {
  it("is loopback in every spelling", () => {
    for (const host of [
      "127.0.0.1",
      "127.0.0.2",
      "127.1",
      "localhost",
      "LOCALHOST.",
      "::1",
      "0:0:0:0:0:0:0:1",
      "::ffff:127.0.0.1",
    ])
      expect([host, isLoopback(host)]).toEqual([host, true]);
    for (const host of ["0.0.0.0", "::", "192.168.1.2", "127.0.0.1.example", "example.com", "fd00::2", ""])
      expect([host, isLoopback(host)]).toEqual([host, false]);
  });

  it("names no address when it means all", () => {
    for (const host of ["0.0.0.0", "::", "0", "0:0:0:0:0:0:0:0", "::ffff:0.0.0.0"])
      expect([host, isUnspecified(host)]).toEqual([host, true]);
    expect([isUnspecified("::1"), isUnspecified("fd00::"), isUnspecified("localhost")]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it.each([
    ["127.0.0.1", "127.0.0.1", "127.0.0.1"],
    ["localhost", "::1", "localhost"],
    ["0.0.0.0", "0.0.0.0", "127.0.0.1"],
    ["0", "0.0.0.0", "127.0.0.1"],
    ["::", "::", "[::1]"],
    ["fd00::2", "fd00::2", "[fd00::2]"],
    ["::ffff:127.0.0.1", "::ffff:127.0.0.1", "127.0.0.1"],
    ["Studio.Example", "192.168.1.5", "studio.example"],
  ])("%s, bound to %s, is reached as %s", (host, bound, name) =>
    expect(reachableName(host, bound)).toBe(name),
  );
});

describe("networkOf", () => {
  it("takes all IPv6 addresses of one machine together, and IPv4 as it is", () => {
    expect(networkOf("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2::/64");
    expect(networkOf("2001:db8:1:2::9")).toBe("2001:db8:1:2::/64");
    expect(networkOf("2001:db8:1:3::9")).not.toBe(networkOf("2001:db8:1:2::9"));
    expect(networkOf("::1")).toBe("0:0:0:0::/64");
    expect(networkOf("::ffff:192.0.2.1")).toBe("192.0.2.1");
    expect(networkOf("192.0.2.1")).toBe("192.0.2.1");
  });
});
