import { totalmem } from "node:os";
import { describe, expect, it } from "vitest";
import { readOptions } from "./options.ts";
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
    ["--allow-host", "a/b"],
    ["--prot", "1"],
    ["extra"],
  ])("refuses %s %s with one line", (...args) => {
    const error = refusal(...args);
    expect(error.exitCode).toBe(2);
    expect(error.message).toMatch(/See --help\.$/);
    expect(error.message).not.toContain("\n");
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
