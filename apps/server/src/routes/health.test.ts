import { describe, expect, it, vi } from "vitest";
import { problemOf } from "../../testing/client.ts";
import { faultGraph } from "../../testing/fault-graph.ts";
import { startTestServer } from "../../testing/test-server.ts";

describe("readiness", () => {
  it("is 200 when runs can be taken, and says by its status what keeps them from it", async () => {
    const server = await startTestServer();
    try {
      await expect.poll(async () => (await server.api("/ready")).status, { timeout: 90_000 }).toBe(200);
      expect(await server.get("/ready")).toEqual({ ready: true });
      await server.services.queue.drain(0);
      expect(await problemOf(await server.api("/ready"))).toMatchObject({
        status: 503,
        code: "runner_not_ready",
      });
    } finally {
      await server.end();
    }
    const full = await startTestServer({}, { limits: { freeDisk: 1e18 } });
    expect(await problemOf(await full.api("/ready"))).toMatchObject({
      status: 507,
      code: "disk_nearly_full",
      detail: expect.stringMatching(/has \d+ MB left; 1000000000000 MB are expected/),
    });
    expect(await full.get("/health")).toMatchObject({
      status: "degraded",
      problem: expect.stringMatching(/has \d+ MB left/),
    });
    await full.end();
  });
});

describe("the count of lost runners", () => {
  it("tells a crash from a cancel", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const server = await startTestServer();
    try {
      const lost = async (reason: string) => {
        const text = await (await server.api("/metrics")).text();
        return Number(
          new RegExp(`^unclip_runners_lost_total\\{reason="${reason}"\\} (\\d+)$`, "m").exec(text)?.[1],
        );
      };
      expect([await lost("crashed"), await lost("cancelled")]).toEqual([0, 0]);
      await server.ended(await server.submit(faultGraph("crash")));
      expect([await lost("crashed"), await lost("cancelled")]).toEqual([2, 0]);
      const held = await server.submit(faultGraph("block", { milliseconds: 60_000 }));
      await server.begun(held);
      await server.api(`/runs/${held}`, { method: "DELETE" });
      await server.ended(held);
      expect([await lost("crashed"), await lost("cancelled")]).toEqual([2, 1]);
    } finally {
      await server.end();
      log.mockRestore();
    }
  });
});
