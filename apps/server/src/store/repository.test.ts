import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Graph } from "@unclip/graph";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "./database.ts";
import { maxAttempts, type Repository } from "./repository.ts";
import { SqliteRepository } from "./sqlite-repository.ts";

/** Every implementation; each opens the store that it finds in a folder. */
const implementations: readonly [string, (folder: string) => Repository][] = [
  ["SqliteRepository", (folder) => new SqliteRepository(openDatabase(join(folder, "unclip.db")))],
];

const graph: Graph = { unclip: 1, title: "One", model: "none", nodes: { a: { type: "text" } } };
const progress = (step: number) => ({ event: "node-progress" as const, node: "a", step, of: 9 });
const finished = {
  event: "run-finished" as const,
  status: "done" as const,
  computed: 1,
  cached: 0,
  milliseconds: 2,
};

describe.each(implementations)("%s keeps the promises of a repository:", (_name, open) => {
  let folder: string;
  let repository: Repository;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "unclip-store-"));
    repository = open(folder);
  });
  afterEach(() => {
    repository.close();
    rmSync(folder, { recursive: true });
  });
  const accept = async (title = "One") => {
    const result = await repository.accept({ graph: { ...graph, title } }, 100);
    if (result.outcome !== "accepted") throw new Error(result.outcome);
    return result.record.id;
  };
  const restart = () => {
    repository.close();
    repository = open(folder);
    return repository.recover();
  };

  it("hands runs out in the order in which they came, and says how many are ahead", async () => {
    const ids = [await accept(), await accept(), await accept()];
    expect(ids.map((id) => repository.get(id)?.ahead)).toEqual([0, 1, 2]);
    const claims = [await repository.claim(), await repository.claim()];
    expect(claims.map((claim) => claim?.id)).toEqual(ids.slice(0, 2));
    expect(claims[0]).toMatchObject({ attempt: 1, graph });
    expect(repository.count()).toEqual({ queued: 1, running: 2 });
    expect(repository.get(ids[0]!)).toMatchObject({ status: "running", ahead: 0 });
  });

  it("numbers events without gaps, over attempts and restarts", async () => {
    const id = await accept();
    const first = (await repository.claim())!;
    await Promise.all([
      repository.append(first, [progress(1)]),
      repository.append(first, [progress(2), progress(3)]),
    ]);
    expect(restart()).toEqual({ requeued: 1, ended: 0 });
    const second = (await repository.claim())!;
    expect(second.attempt).toBe(2);
    await repository.append(second, [finished], { status: "done" });
    expect(repository.events(id, -1, 100).map((e) => e.seq)).toEqual([0, 1, 2, 3]);
    expect(repository.events(id, 1, 1)).toEqual([{ seq: 2, ...progress(3) }]);
  });

  it("takes nothing from an attempt that is no longer the current one", async () => {
    const id = await accept();
    const stale = (await repository.claim())!;
    restart();
    const current = (await repository.claim())!;
    expect(await repository.append(stale, [finished], { status: "done" })).toEqual([]);
    expect(repository.get(id)?.status).toBe("running");
    await repository.append(current, [finished], { status: "done" });
    // A terminal status never changes.
    expect(await repository.append(current, [finished], { status: "failed" })).toEqual([]);
    expect(repository.get(id)?.status).toBe("done");
  });

  it(`gives a run up after ${maxAttempts} attempts that a crash cut off`, async () => {
    const id = await accept();
    for (let attempt = 1; attempt < maxAttempts; attempt++) {
      await repository.claim();
      expect(restart()).toEqual({ requeued: 1, ended: 0 });
    }
    await repository.claim();
    expect(restart()).toEqual({ requeued: 0, ended: 1 });
    expect(repository.get(id)).toMatchObject({ status: "failed", error: { code: "interrupted" } });
    expect(repository.events(id, -1, 10).at(-1)).toMatchObject({ event: "run-finished", status: "failed" });
  });

  it("does not count a clean stop as an attempt", async () => {
    await accept();
    const claim = (await repository.claim())!;
    expect(await repository.requeue(claim)).toBe(true);
    expect((await repository.claim())?.attempt).toBe(1);
  });

  it("cancels a queued run at once, and lets no crash revive a running one", async () => {
    const [running, queued] = [await accept(), await accept()];
    const claim = (await repository.claim())!;
    expect((await repository.cancel(queued)).outcome).toBe("cancelled");
    expect(repository.events(queued, -1, 10)).toMatchObject([
      { seq: 0, event: "run-finished", status: "cancelled" },
    ]);
    expect((await repository.cancel(queued)).outcome).toBe("already-cancelled");
    expect((await repository.cancel("nobody00")).outcome).toBe("unknown");
    expect((await repository.cancel(running)).outcome).toBe("cancelling");
    expect(await repository.requeue(claim)).toBe(false);
    expect(restart()).toEqual({ requeued: 0, ended: 1 });
    expect(repository.get(running)?.status).toBe("cancelled");
    expect(await repository.claim()).toBeUndefined();
  });

  it("repeats the answer for an idempotency key, and refuses the key for another request", async () => {
    const key = { idempotencyKey: "k1" };
    const first = await repository.accept({ graph, ...key }, 100);
    const again = await repository.accept({ graph, ...key }, 100);
    expect(again).toEqual({ ...first, outcome: "repeated" });
    const other = await repository.accept({ graph, targets: ["a"], ...key }, 100);
    expect(other.outcome).toBe("conflict");
    expect(repository.count().queued).toBe(1);
  });

  it("pages through the history, newest first", async () => {
    for (let i = 0; i < 5; i++) await accept(`Run ${i}`);
    const first = repository.list({ limit: 3 });
    const second = repository.list({ limit: 3, before: first.next! });
    expect([...first.runs, ...second.runs].map((r) => r.title)).toEqual([
      "Run 4",
      "Run 3",
      "Run 2",
      "Run 1",
      "Run 0",
    ]);
    expect([...first.runs, ...second.runs].map((r) => r.ahead)).toEqual([4, 3, 2, 1, 0]);
    expect(second.next).toBeUndefined();
  });

  it("bounds the queue exactly, also for writes that share a commit", async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => repository.accept({ graph }, 7)));
    expect(results.filter((r) => r.outcome === "accepted")).toHaveLength(7);
    expect(results.filter((r) => r.outcome === "full")).toHaveLength(13);
  });
});
