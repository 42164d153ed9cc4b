import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { UploadDesk, type UploadLimits } from "./upload-desk.ts";

const main = new URL("../../testing/fault-uploads.ts", import.meta.url);
let desk: UploadDesk;
let log: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  log = vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => {
  desk.stop();
  log.mockRestore();
});

function open(limits: Partial<UploadLimits> = {}, module = main): void {
  desk = new UploadDesk("unused", limits, module);
}
/** The process that read it. */
const read = async (words: string) => (await desk.store(new TextEncoder().encode(words), "picture")).id;

describe("UploadDesk", () => {
  it("has one process read one upload after the other", async () => {
    open();
    const [first, ...others] = await Promise.all(["a", "b", "c"].map(read));
    expect(Number(first)).not.toBe(process.pid);
    expect(new Set([first, ...others]).size).toBe(1);
  });

  it("replaces a process that ended, blames no file for it, and reads what waited behind it", async () => {
    open();
    const [before, crashed, after] = await Promise.allSettled(["a", "crash", "b"].map(read));
    expect(crashed).toMatchObject({
      reason: {
        status: 503,
        code: "upload_interrupted",
        message: expect.stringContaining("SIGSEGV"),
        more: { remedy: expect.stringContaining("Try again") },
        headers: { "Retry-After": "2" },
      },
    });
    expect([before?.status, after?.status]).toEqual(["fulfilled", "fulfilled"]);
    expect(after).not.toEqual(before);
    expect(log).toHaveBeenCalledOnce();
  });

  it("blames no file for a process that is killed from outside while it reads", async () => {
    open();
    const pid = Number(await read("a"));
    const reading = expect(read("hang")).rejects.toMatchObject({ status: 503, code: "upload_interrupted" });
    process.kill(pid, "SIGKILL");
    await reading;
    await read("b");
  });

  it("kills a process that reads a file for too long", async () => {
    open({ seconds: 2 });
    await read("a");
    await expect(read("hang")).rejects.toMatchObject({
      code: "upload_unreadable",
      message: expect.stringContaining("2 seconds"),
    });
    await read("b");
  });

  it("kills a process that takes too much memory", { skip: process.platform !== "linux" }, async () => {
    open({ memory: 200e6 });
    await expect(read("hoard")).rejects.toMatchObject({
      code: "upload_unreadable",
      message: expect.stringContaining("200 MB"),
    });
    await read("b");
  });

  it("ends the process when nothing comes, and starts one for the next", async () => {
    open({ idle: 50 });
    const first = await read("a");
    const running = () => {
      try {
        return process.kill(Number(first), 0);
      } catch {
        return false;
      }
    };
    await expect.poll(running, { timeout: 60_000 }).toBe(false);
    expect(await read("b")).not.toBe(first);
    expect(log).not.toHaveBeenCalled();
  });

  it("refuses uploads while its process does not start, and those that wait when it stops", async () => {
    open({}, new URL("./none.ts", main));
    const error = { status: 503, code: "uploads_not_ready" };
    await expect(read("a")).rejects.toMatchObject(error);
    desk.stop();
    open();
    const waiting = Promise.allSettled([read("a"), read("b")]);
    desk.stop();
    for (const one of await waiting) expect(one).toMatchObject({ reason: error });
  });
});
