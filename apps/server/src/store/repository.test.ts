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
    const result = await repository.accept({ graph: { ...graph, title } }, { queued: 100 });
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
    const first = await repository.accept({ graph, ...key }, { queued: 100 });
    const again = await repository.accept({ graph, ...key }, { queued: 100 });
    expect(again).toEqual({ ...first, outcome: "repeated" });
    const other = await repository.accept({ graph, targets: ["a"], ...key }, { queued: 100 });
    expect(other.outcome).toBe("conflict");
    const bare = await repository.accept({ graph, previews: false, ...key }, { queued: 100 });
    expect(bare.outcome).toBe("conflict");
    expect(repository.count().queued).toBe(1);
  });

  it("keeps whether pictures of the steps are wanted; they are where nobody said", async () => {
    await repository.accept({ graph }, { queued: 100 });
    await repository.accept({ graph, previews: false }, { queued: 100 });
    expect([(await repository.claim())?.previews, (await repository.claim())?.previews]).toEqual([
      true,
      false,
    ]);
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
    const results = await Promise.all(
      Array.from({ length: 20 }, () => repository.accept({ graph }, { queued: 7 })),
    );
    expect(results.filter((r) => r.outcome === "accepted")).toHaveLength(7);
    expect(results.filter((r) => r.outcome === "full")).toHaveLength(13);
  });

  it("serves users in turn, whoever sent more, and one user's runs by priority", async () => {
    const send = async (owner: string, priority = 0) => {
      const result = await repository.accept({ graph, owner, priority }, { queued: 100 });
      return "record" in result ? result.record.id : "";
    };
    const ann = [await send("ann"), await send("ann"), await send("ann", 1)];
    const bob = [await send("bob")];
    const cem = [await send("cem"), await send("cem")];
    const order = [];
    for (let i = 0; i < 6; i++) order.push((await repository.claim())?.id);
    expect(order).toEqual([ann[2], bob[0], cem[0], ann[0], cem[1], ann[1]]);
    // Who comes late does not wait until everyone else is through.
    await send("ann");
    await send("ann");
    const dora = await send("dora");
    await repository.claim();
    expect((await repository.claim())?.owner).toBe("ann");
    expect(repository.ownerOf(dora)).toBe("dora");
  });

  it("bounds the queue of one user without bounding the others", async () => {
    const limits = { queued: 100, queuedPerUser: 2 };
    const send = (owner: string) => repository.accept({ graph, owner }, limits);
    await send("ann");
    await send("ann");
    expect(await send("ann")).toEqual({ outcome: "full", queued: 2, whose: "user" });
    expect((await send("bob")).outcome).toBe("accepted");
    await repository.claim();
    expect((await send("ann")).outcome).toBe("accepted");
  });

  it("keeps keys, histories and pictures of users apart", async () => {
    const same = { graph, idempotencyKey: "k1" };
    const a = await repository.accept({ ...same, owner: "ann" }, { queued: 100 });
    const b = await repository.accept({ ...same, owner: "bob" }, { queued: 100 });
    expect([a.outcome, b.outcome]).toEqual(["accepted", "accepted"]);
    expect(repository.list({ owner: "ann", limit: 10 }).runs).toHaveLength(1);
    expect(repository.list({ owner: "cem", limit: 10 }).runs).toHaveLength(0);
    const claim = (await repository.claim())!;
    const asset = "a".repeat(64);
    const shown = { event: "node-progress" as const, node: "a", step: 1, of: 1, preview: { item: 0, asset } };
    await repository.append(claim, [shown as never], undefined, [{ asset, bytes: 60 }]);
    expect([repository.mayRead("ann", asset), repository.mayRead("bob", asset)]).toEqual([true, false]);
    const upload = "b".repeat(64);
    // His waiting run takes some of it, too.
    const quota = repository.usage("bob").used + 100;
    expect(await repository.addUpload("bob", upload, 60, quota)).toBe(true);
    expect(await repository.addUpload("bob", upload, 60, quota)).toBe(true);
    expect(await repository.addUpload("bob", "c".repeat(64), 60, quota)).toBe(false);
    expect([repository.mayRead("ann", upload), repository.mayRead("bob", upload)]).toEqual([false, true]);
  });

  it("finds runs by a part of their title, in pages, and takes no character for a pattern", async () => {
    for (const title of ["A red heart", "100% wool", "A RED cat", "blue", "red_ish"]) await accept(title);
    const first = repository.list({ limit: 2, search: "red" });
    const second = repository.list({ limit: 2, search: "red", before: first.next! });
    expect([...first.runs, ...second.runs].map((r) => r.title)).toEqual([
      "red_ish",
      "A RED cat",
      "A red heart",
    ]);
    for (const [search, count] of [
      ["%", 1],
      ["_", 1],
      ["!", 0],
      ["nothing", 0],
    ] as const)
      expect(repository.list({ limit: 10, search }).runs).toHaveLength(count);
  });

  it("remembers a pin, and puts a run back after a fault with the attempt counted", async () => {
    const id = await accept();
    expect(await repository.pin(id, true)).toBe(true);
    expect(await repository.pin("nobody00", true)).toBe(false);
    const claim = (await repository.claim())!;
    expect(await repository.retry(claim)).toBe(true);
    restart();
    expect(repository.get(id)).toMatchObject({ pinned: true, status: "queued" });
    expect((await repository.claim())?.attempt).toBe(2);
  });
});
