import type { RunList, RunRecord } from "@unclip/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemOf } from "../../testing/client.ts";
import { faultGraph } from "../../testing/fault-graph.ts";
import { startTestServer, type TestServer } from "../../testing/test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.end());

const cancel = (run: string) => server.api(`/runs/${run}`, { method: "DELETE" });

describe("runs", () => {
  it("carries a run out, tells its events in order, and computes nothing the second time", async () => {
    const first = await server.submit(faultGraph("wait", { milliseconds: 50 }));
    expect(await server.ended(first)).toMatchObject({ status: "done", title: "A graph with wait", ahead: 0 });
    const events = await server.events(first);
    expect(events.map((e) => e.seq)).toEqual(events.map((_, i) => i));
    expect(events[0]).toMatchObject({ event: "run-started", nodes: ["say", "middle", "show"] });
    expect(events.at(-1)).toMatchObject({ event: "run-finished", status: "done", computed: 3, cached: 0 });
    const second = await server.submit(faultGraph("wait", { milliseconds: 50 }));
    await server.ended(second);
    expect((await server.events(second)).at(-1)).toMatchObject({ computed: 0, cached: 3 });
  });

  it("coalesces progress to ten times a second and loses no last step", async () => {
    const run = await server.submit(faultGraph("wait", { milliseconds: 500 }));
    await server.ended(run);
    const progress = (await server.events(run)).filter((e) => e.event === "node-progress");
    expect(progress.length).toBeGreaterThan(1);
    // 50 steps in half a second or more; one message each 100 ms, and the last with the end of the node.
    const finished = (await server.events(run)).find(
      (e) => e.event === "node-finished" && e.node === "middle",
    );
    const seconds = (finished as { milliseconds: number }).milliseconds / 1000;
    expect(progress.length).toBeLessThanOrEqual(Math.ceil(seconds * 10) + 2);
    expect(progress.at(-1)).toMatchObject({ step: 50, of: 50 });
  });

  it("gives back the graph that was run, and a history in pages", async () => {
    const graph = faultGraph("wait", { milliseconds: 1 }, "history");
    const run = await server.submit(graph);
    await server.ended(run);
    expect(await (await server.api(`/runs/${run}/graph`)).json()).toEqual(graph);
    const page = (await (await server.api("/runs?limit=1")).json()) as RunList;
    expect(page.runs.map((r) => r.id)).toEqual([run]);
    const rest = (await (await server.api(`/runs?before=${page.next}`)).json()) as RunList;
    expect(rest.runs.map((r) => r.id)).not.toContain(run);
    expect(rest.runs.length).toBeGreaterThan(0);
  });

  it("cancels a run that waits and one that runs between two steps; its process goes on", async () => {
    const known = faultGraph("wait", { milliseconds: 1 }, "known");
    await server.ended(await server.submit(known));
    const [running, queued] = [
      await server.submit(faultGraph("wait", { milliseconds: 20_000 })),
      await server.submit(faultGraph("wait", { milliseconds: 20_000 }, "queued")),
    ];
    await server.begun(running);
    expect((await cancel(queued)).status).toBe(202);
    expect(await server.ended(queued)).toMatchObject({ status: "cancelled" });
    expect((await cancel(running)).status).toBe(202);
    expect(await server.ended(running)).toMatchObject({ status: "cancelled" });
    expect((await server.events(running)).at(-1)).toMatchObject({
      event: "run-finished",
      status: "cancelled",
    });
    expect((await cancel(running)).status).toBe(200);
    // The same process took no harm: it remembers what it computed before.
    const again = await server.submit(known);
    await server.ended(again);
    expect((await server.events(again)).at(-1)).toMatchObject({ computed: 0, cached: 3 });
  });

  it("kills a runner that does not answer a cancel, long before it would, and goes on with a new one", async () => {
    const run = await server.submit(faultGraph("block", { milliseconds: 60_000 }));
    await server.begun(run);
    const start = performance.now();
    await cancel(run);
    expect(await server.ended(run)).toMatchObject({ status: "cancelled" });
    expect(performance.now() - start).toBeLessThan(60_000 / 2);
    const next = await server.submit(faultGraph("wait", { milliseconds: 1 }, "after the kill"));
    expect(await server.ended(next)).toMatchObject({ status: "done" });
  });

  it("tries a run whose process crashes once more, then fails it on the node that ran, and the next run works", async () => {
    const run = await server.submit(faultGraph("crash"));
    expect(await server.ended(run)).toMatchObject({
      status: "failed",
      error: { code: "runner_crashed", message: expect.stringContaining("SIGSEGV") },
    });
    const events = await server.events(run);
    expect(events.at(-2)).toMatchObject({
      event: "node-failed",
      node: "middle",
      error: { code: "runner_crashed" },
    });
    expect(events.at(-1)).toMatchObject({ event: "run-finished", status: "failed" });
    expect(events.filter((e) => e.event === "run-started")).toHaveLength(2);
    const next = await server.submit(faultGraph("wait", { milliseconds: 1 }, "after the crash"));
    expect(await server.ended(next)).toMatchObject({ status: "done" });
  });

  it("answers what cannot be cancelled or found", async () => {
    const run = await server.submit(faultGraph("wait", { milliseconds: 1 }));
    await server.ended(run);
    expect(await problemOf(await cancel(run))).toMatchObject({ status: 409, code: "run_finished" });
    expect(await problemOf(await cancel("nobody00"))).toMatchObject({ status: 404, code: "run_unknown" });
    expect(await problemOf(await server.api("/runs/nobody00/events"))).toMatchObject({ code: "run_unknown" });
    expect(await problemOf(await server.api("/runs/%00"))).toMatchObject({ status: 400, code: "id_invalid" });
    expect(await problemOf(await server.api("/runs/..%2f..%2ftoken"))).toMatchObject({
      status: 400,
      code: "id_invalid",
    });
    expect(await problemOf(await server.api("/runs/%E0%A4%A"))).toMatchObject({
      status: 400,
      code: "path_invalid",
    });
  });

  it.each([
    "limit=-1",
    "limit=0",
    "limit=1000000000",
    "limit=ten",
    "before=1e9",
    "before=x",
    "limit=1&limit=2",
    "other=1",
  ])("refuses the page %s", async (query) => {
    expect(await problemOf(await server.api(`/runs?${query}`))).toMatchObject({
      status: 400,
      code: "paging",
    });
  });

  it("gives the same run for the same Idempotency-Key, and refuses the key for another request", async () => {
    const key = { "idempotency-key": "the-first" };
    const graph = faultGraph("wait", { milliseconds: 1 }, "once");
    const [a, b] = await Promise.all([server.post(graph, key), server.post(graph, key)]);
    expect([a.status, b.status]).toEqual([202, 202]);
    expect(await a.json()).toEqual(await b.json());
    expect(await problemOf(await server.post(faultGraph("wait"), key))).toMatchObject({
      status: 409,
      code: "idempotency_conflict",
    });
    expect((await server.post(graph, { "idempotency-key": "with space" })).status).toBe(400);
  });
});

describe("a queue that is full", () => {
  it("answers 429 with Retry-After and takes runs again when some have gone", async () => {
    const small = await startTestServer({}, { limits: { queued: 3 } });
    try {
      const running = await small.submit(faultGraph("wait", { milliseconds: 60_000 }));
      await small.begun(running);
      const waiting = [
        await small.submit(faultGraph("wait")),
        await small.submit(faultGraph("wait")),
        await small.submit(faultGraph("wait")),
      ];
      const refused = await small.post(faultGraph("wait"));
      expect(refused.headers.get("retry-after")).toBe("10");
      expect(await problemOf(refused)).toMatchObject({ status: 429, code: "queue_full" });
      expect(((await (await small.api(`/runs/${waiting[2]}`)).json()) as RunRecord).ahead).toBe(3);
      await small.api(`/runs/${running}`, { method: "DELETE" });
      for (const run of waiting) expect(await small.ended(run)).toMatchObject({ status: "done" });
    } finally {
      await small.end();
    }
  });
});

describe("several runners", () => {
  it("carry runs out at the same time, in the order in which they came", async () => {
    const two = await startTestServer({ runners: 2 });
    try {
      await two.get("/vocabulary");
      const runs = [];
      for (let i = 0; i < 3; i++)
        runs.push(await two.submit(faultGraph("wait", { milliseconds: 60_000 }, `${i}`)));
      const [first, second, third] = runs as [string, string, string];
      // One of the two may be ready long before the other.
      await Promise.all([two.begun(first), two.begun(second)]);
      expect(two.services.repository.count()).toEqual({ queued: 1, running: 2 });
      expect((await two.get(`/runs/${third}`)).status).toBe("queued");
      for (const run of [second, third, first]) {
        await two.begun(run);
        await two.api(`/runs/${run}`, { method: "DELETE" });
        expect(await two.ended(run)).toMatchObject({ status: "cancelled" });
      }
    } finally {
      await two.end();
    }
  });
});
