import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Graph } from "@unclip/graph";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultGraph } from "../../testing/fault-graph.ts";
import { faults } from "../../testing/faults.ts";
import { Feed } from "../events/feed.ts";
import { openDatabase } from "../store/database.ts";
import type { Repository } from "../store/repository.ts";
import { SqliteRepository } from "../store/sqlite-repository.ts";
import { LocalQueue } from "./local-queue.ts";
import type { RunQueue } from "./run-queue.ts";

/** Every implementation, carrying out the runs of a repository one at a time on the fault runner. */
const implementations: readonly [string, (repository: Repository, feed: Feed, data: string) => RunQueue][] = [
  [
    "LocalQueue",
    (repository, feed, data) =>
      new LocalQueue(repository, feed, { models: [], data, count: 1, main: faults.runner! }),
  ],
];

describe.each(implementations)("%s keeps the promises of a queue:", (_name, open) => {
  let folder: string;
  let repository: Repository;
  let feed: Feed;
  let queue: RunQueue;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "unclip-queue-"));
    repository = new SqliteRepository(openDatabase(join(folder, "unclip.db")));
    feed = new Feed();
    queue = open(repository, feed, folder);
    await expect.poll(() => queue.status().ready, { timeout: 90_000 }).toBe(true);
  });
  afterEach(async () => {
    await queue.drain(0);
    repository.close();
    rmSync(folder, { recursive: true });
  });
  const submit = async (milliseconds: number, words: string) =>
    send(faultGraph("wait", { milliseconds }, words));
  const send = async (document: unknown) => {
    const graph = document as Graph;
    const accepted = await repository.accept({ graph }, { queued: 100 });
    if (!("record" in accepted)) throw new Error(accepted.outcome);
    queue.wake();
    return accepted.record.id;
  };
  const reaches = (run: string, status: string) =>
    expect.poll(() => repository.get(run)?.status, { timeout: 60_000 }).toBe(status);

  it("says what it can do, and carries runs out in the order of the repository", async () => {
    expect(queue.status().offer?.vocabulary.nodeTypes).toHaveProperty("wait");
    const started: string[] = [];
    feed.listen({
      events: () => {},
      run: (record) => record.status === "running" && started.push(record.id),
    });
    const runs = [await submit(20, "a"), await submit(20, "b"), await submit(20, "c")];
    for (const run of runs) await reaches(run, "done");
    expect(started).toEqual(runs);
  });

  it("ends a run under way when it is cancelled, and goes on with the next", async () => {
    const [long, next] = [await submit(60_000, "long"), await submit(1, "next")];
    await reaches(long, "running");
    await repository.cancel(long);
    queue.cancel(long);
    await reaches(long, "cancelled");
    await reaches(next, "done");
  });

  it("puts what it cannot end in time back, without counting the attempt, and takes nothing more", async () => {
    const [under, waiting] = [await submit(60_000, "under way"), await submit(1, "waiting")];
    await reaches(under, "running");
    await queue.drain(50);
    expect([under, waiting].map((run) => repository.get(run)?.status)).toEqual(["queued", "queued"]);
    queue.wake();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(repository.count()).toEqual({ queued: 2, running: 0 });
    expect((await repository.claim())?.attempt).toBe(1);
  });

  it("tries a run whose process crashes once more, and then says that it failed", async () => {
    const run = await send(faultGraph("crash"));
    await reaches(run, "failed");
    const events = repository.events(run, -1, 1000).map((event) => event.event);
    expect(events.filter((event) => event === "run-started")).toHaveLength(2);
    expect(events.filter((event) => event === "run-finished")).toHaveLength(1);
  });
});
