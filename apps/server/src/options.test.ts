import { totalmem } from "node:os";
import { describe, expect, it } from "vitest";
import { help, readOptions } from "./options.ts";
import { StartError } from "./start-error.ts";

function refusal(...args: string[]): StartError {
  try {
    readOptions(args, {});
  } catch (error) {
    if (error instanceof StartError) return error;
    throw error;
  }
  throw new Error(`Taken: ${args.join(" ")}`);
}

describe("readOptions", () => {
  it("listens on loopback port 8420 with a token when nothing is said", () => {
    expect(readOptions([], { XDG_DATA_HOME: "/data" })).toMatchObject({
      port: 8420,
      host: "127.0.0.1",
      token: true,
      runners: 1,
      connections: 6000,
    });
  });

  it("takes the environment, and arguments before it", () => {
    const env = { PORT: "9000", HOST: "localhost", UNCLIP_DATA: "/somewhere" };
    expect(readOptions([], env)).toMatchObject({ port: 9000, host: "localhost", data: "/somewhere" });
    expect(readOptions(["--port", "9001", "--data", "/else"], env)).toMatchObject({
      port: 9001,
      data: "/else",
    });
  });

  it.each([
    ["--port", "eighty"],
    ["--port", "70000"],
    ["--runners", "0"],
    ["--provider", "gpu"],
    ["--memory", "0"],
    ["--run-seconds", "0"],
    ["--run-memory", "lots"],
    ["--run-disk", "-1"],
    ["--stall-seconds", "1.5"],
    ["--connections", "0"],
    ["--port", "0x10"],
    ["--port", "1e3"],
    ["--port", ""],
    ["--host", "http://127.0.0.1"],
    ["--host", "127.0.0.1:80"],
    ["--host", "fe80::1%eth0"],
    ["--host", ""],
    ["--allow-host", "a/b"],
    ["--allow-host", "https://studio.example"],
    ["--allow-host", "*"],
    ["--allow-host", "[fd00::2"],
    ["--base-path", "/a/../b"],
    ["--base-path", "/api"],
    ["--trust-proxy", "everyone"],
    ["--session-idle", "0"],
    ["--session-age", "forever"],
    ["--prot", "1"],
    ["extra"],
  ])("refuses %s %s with one line", (...args) => {
    const error = refusal(...args);
    expect(error.exitCode).toBe(2);
    expect(error.message).toMatch(/See --help\.$/);
    expect(error.message).not.toContain("\n");
  });

  it("takes hosts and addresses in every spelling", () => {
    for (const [host, listen] of [
      ["fd00::2", "fd00::2"],
      ["[FD00::2]", "fd00::2"],
      ["[::1]", "::1"],
      ["LOCALHOST.", "localhost"],
      ["192.168.1.5", "192.168.1.5"],
    ] as const)
      expect(readOptions(["--host", host], {})).toMatchObject({ host: listen, allowHost: [] });
    const names = [
      "Studio.Example.",
      "192.168.1.5",
      "192.168.1.5:80",
      "fd00::2",
      "[fd00::2]:8420",
      "fe80::1%eth0",
      "::",
      "0.0.0.0",
      "localhost",
    ];
    expect(
      readOptions(
        names.flatMap((name) => ["--allow-host", name]),
        {},
      )?.allowHost,
    ).toEqual(names);
  });

  it("says what it found and what it expected, and takes the new options", () => {
    expect(refusal("--port", "eighty").message).toBe(
      '--port "eighty": expected a whole number from 0 to 65535. See --help.',
    );
    expect(refusal("--allow-host", "a.example", "--allow-host", "a/b").message).toMatch(
      /^--allow-host "a\/b": /,
    );
    expect(refusal("--session-idle", "800").message).toContain("--session-age 720");
    const given = [
      "--base-path",
      "studio/",
      "--trust-proxy",
      "loopback",
      "--trust-proxy",
      "10.0.0.0/8",
      "--secure-cookies",
    ];
    expect(readOptions([...given, "--session-idle", "1", "--session-age", "2"], {})).toMatchObject({
      basePath: "/studio",
      trustProxy: ["loopback", "10.0.0.0/8"],
      secureCookies: true,
      sessionIdle: 1,
      sessionAge: 2,
    });
    expect(readOptions([], {})).toMatchObject({ basePath: "", trustProxy: [], secureCookies: false });
    for (const name of [
      "base-path",
      "trust-proxy",
      "secure-cookies",
      "session-idle",
      "session-age",
      "allow-host",
    ])
      expect(help).toContain(`  --${name} `);
  });

  it("bounds what a run may take, by the machine's memory where nothing is said", () => {
    const one = readOptions([], {})!;
    const three = readOptions(["--runners", "3"], {})!;
    expect(one).toMatchObject({ runSeconds: 3600, runDisk: 4000, stallSeconds: 300 });
    expect(one.runMemory).toBeGreaterThanOrEqual(100);
    expect(one.runMemory).toBeLessThan(totalmem() / 1e6);
    expect(three.runMemory).toBeLessThanOrEqual(Math.max(100, one.runMemory / 3));
    expect(readOptions(["--run-memory", "700", "--run-seconds", "5"], {})).toMatchObject({
      runMemory: 700,
      runSeconds: 5,
    });
    expect(refusal("--run-seconds", "no").message).toContain("--run-seconds");
  });

  it("does not open the door to other machines without a token and a name", () => {
    for (const host of ["::", "0", "::ffff:0.0.0.0"]) expect(refusal("--host", host).exitCode).toBe(1);
    expect(refusal("--host", "fd00::2", "--no-token")).toMatchObject({ exitCode: 1 });
    expect(refusal("--host", "0.0.0.0")).toMatchObject({
      exitCode: 1,
      message: expect.stringContaining("--allow-host"),
    });
    expect(refusal("--host", "0.0.0.0", "--no-token", "--allow-host", "a.example")).toMatchObject({
      exitCode: 1,
    });
    expect(readOptions(["--host", "0.0.0.0", "--allow-host", "a.example"], {})).toMatchObject({
      host: "0.0.0.0",
    });
    expect(readOptions(["--no-token"], {})).toMatchObject({ token: false });
  });
});
