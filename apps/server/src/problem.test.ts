import { HostError } from "@unclip/host";
import express from "express";
import { describe, expect, it, vi } from "vitest";
import { problemOf } from "../testing/client.ts";
import { problemHandler } from "./problem.ts";

/** What a client is told when a handler throws `error`. */
async function told(error: unknown) {
  const app = express();
  app.get("/api/x", () => {
    throw error;
  });
  app.use(problemHandler);
  const http = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => http.once("listening", resolve));
  try {
    const { port } = http.address() as { port: number };
    return await problemOf(await fetch(`http://127.0.0.1:${port}/api/x`));
  } finally {
    http.close();
  }
}

describe("problemHandler", () => {
  it("tells nothing of the inside: no message, no path, no stack", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const problem = await told(new TypeError("secret at /home/someone"));
    expect(problem).toMatchObject({ status: 500, code: "internal" });
    expect(JSON.stringify(problem)).not.toMatch(/secret|home/);
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });

  it.each([
    ["a full disk", Object.assign(new Error("disk is full"), { errcode: 13 })],
    ["an I/O error of the database", Object.assign(new Error("disk I/O error"), { errcode: 10 | (4 << 8) })],
    ["a database that may not be written", Object.assign(new Error("readonly"), { errcode: 8 | (3 << 8) })],
    ["a full disk below an asset", Object.assign(new Error("no space"), { code: "ENOSPC" })],
  ])("says that %s is the server's trouble and that nothing was accepted", async (_name, error) => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    expect(await told(error)).toMatchObject({
      status: 507,
      code: "storage_failed",
      remedy: expect.any(String),
    });
    log.mockRestore();
  });

  it("says where the database is damaged that a backup is needed", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    expect(await told(Object.assign(new Error("malformed"), { errcode: 11 }))).toMatchObject({
      status: 500,
      code: "storage_damaged",
      remedy: expect.stringContaining("backup"),
    });
    log.mockRestore();
  });

  it("hands on what the host found wrong with the client's bytes", async () => {
    const error = new HostError("image_too_large", "Found 9 pixels, expected 4.");
    expect(await told(error)).toMatchObject({ status: 422, code: "image_too_large", detail: error.message });
  });
});
