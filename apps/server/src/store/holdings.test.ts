import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Graph } from "@unclip/graph";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "./database.ts";
import type { HeldAsset } from "./holdings.ts";
import type { NewEvent, Repository } from "./repository.ts";
import { SqliteRepository } from "./sqlite-repository.ts";

/** Every implementation; each opens the repository that it finds in a folder. */
const implementations: readonly [string, (folder: string) => Repository][] = [
  ["SqliteRepository", (folder) => new SqliteRepository(openDatabase(join(folder, "unclip.db")))],
];
const id = (n: number) => n.toString(16).padStart(64, "0");
const end = { event: "run-finished", status: "done", computed: 1, cached: 0, milliseconds: 1 } as const;
const graphOf = (text: string): Graph => ({
  unclip: 1,
  title: "A heart",
  model: "none",
  nodes: { a: { type: "text", params: { text } } },
});

describe.each(implementations)("%s keeps the promises about what users store:", (_name, open) => {
  let folder: string;
  let repository: Repository;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "unclip-holdings-"));
    repository = open(folder);
  });
  afterEach(() => {
    repository.close();
    rmSync(folder, { recursive: true });
  });

  /** A run that stored assets of 1000 bytes, and ended where `ended` says so. */
  async function run(owner: string, assets: readonly string[], { ended = true, text = "words" } = {}) {
    const accepted = await repository.accept({ graph: graphOf(text), owner }, { queued: 1000 });
    if (!("record" in accepted)) throw new Error(accepted.outcome);
    const claim = (await repository.claim())!;
    const holds = assets.map((asset): HeldAsset => ({ asset, bytes: 1000 }));
    await repository.append(claim, [], undefined, holds);
    if (ended) await repository.append(claim, [end], { status: "done" });
    return accepted.record.id;
  }
  const pictures = (owner: string) => repository.usage(owner).pictures.bytes;

  it("gives nobody an asset by text: in events, graphs, captions, labels, facts and saved versions", async () => {
    const hers = id(1);
    await repository.addUpload("ann", hers, 10, 1e6);
    const accepted = await repository.accept({ graph: graphOf(hers), owner: "bob" }, { queued: 9 });
    const claim = (await repository.claim())!;
    expect(claim.reads).toEqual([]);
    const item = {
      text: hers,
      facts: { caption: hers, items: [hers] },
      asset: { id: hers, type: "image/png" },
    };
    const events: NewEvent[] = [
      { event: "run-started", nodes: [hers] },
      { event: "node-progress", node: "a", step: 1, of: 1, preview: { asset: hers, item: 0 } },
      {
        event: "node-finished",
        node: hers,
        cached: false,
        milliseconds: 1,
        outputs: { text: { kind: "text", items: [item], labels: [hers] } },
        remarks: [hers],
      },
      { event: "node-failed", node: "b", error: { code: "x", message: hers } },
    ];
    await repository.append(claim, events);
    await repository.append(claim, [end], { status: "done" });
    expect(repository.mayRead("bob", hers)).toBe(false);
    // Nor does his run keep hers from being removed.
    expect(await repository.removeAsset("ann", hers)).toBe("removed");
    expect([repository.isReferenced(hers), repository.orphans(9)]).toEqual([false, [hers]]);
    expect("record" in accepted && (await repository.remove(accepted.record.id))).toBe("removed");
  });

  it("lets a run read what its graph names and its user may read, and keeps it as long as the run is there", async () => {
    await repository.addUpload("ann", id(1), 10, 1e6);
    await repository.addUpload("bob", id(2), 10, 1e6);
    await repository.accept({ graph: graphOf(`${id(1)} ${id(2)}`), owner: "ann" }, { queued: 9 });
    const claim = (await repository.claim())!;
    expect(claim.reads).toEqual([id(1)]);
    expect(await repository.removeAsset("ann", id(1))).toBe("in-use");
    expect(await repository.removeAsset("ann", id(2))).toBe("unknown");
    await repository.append(claim, [end], { status: "done" });
    expect(await repository.removeAsset("ann", id(1))).toBe("removed");
    expect(repository.mayRead("ann", id(1))).toBe(false);
  });

  it("charges each user for each asset once, and for nothing after everything was removed", async () => {
    const shared = id(7);
    const runs = [await run("ann", [shared, id(8)]), await run("ann", [shared])];
    await repository.addUpload("ann", shared, 1000, 1e6);
    await run("bob", [shared]);
    expect([pictures("ann"), pictures("bob")]).toEqual([2000, 1000]);
    const { used, runs: histories, uploads } = repository.usage("ann");
    expect([histories.count, uploads]).toEqual([2, { count: 1, bytes: 1000 }]);
    expect(used).toBe(histories.bytes + 2000);
    expect(await repository.remove(runs[0]!)).toBe("removed");
    expect([pictures("ann"), repository.orphans(9)]).toEqual([1000, [id(8)]]);
    expect(await repository.remove(runs[1]!)).toBe("removed");
    expect([pictures("ann"), repository.usage("ann").runs]).toEqual([1000, { count: 0, bytes: 0 }]);
    expect(await repository.removeAsset("ann", shared)).toBe("removed");
    expect(repository.usage("ann").used).toBe(0);
    // Bob has it still.
    expect([pictures("bob"), repository.mayRead("bob", shared)]).toEqual([1000, true]);
    expect(repository.orphans(9)).toEqual([id(8)]);
    await repository.forgetOrphans([id(8)]);
    expect(repository.orphans(9)).toEqual([]);
  });

  it("takes back that an asset is an orphan when someone holds it again", async () => {
    const first = await run("ann", [id(1)]);
    await repository.remove(first);
    expect(repository.orphans(9)).toEqual([id(1)]);
    await run("bob", [id(1)]);
    expect(repository.orphans(9)).toEqual([]);
  });

  it("removes only what has ended", async () => {
    const open = await run("ann", [id(1)], { ended: false });
    expect(await repository.remove(open)).toBe("in-use");
    expect(await repository.remove("nobody00")).toBe("unknown");
    const long = await run("ann", [id(2)], { ended: false, text: "long" });
    const claim = { id: long, attempt: 1 };
    for (let i = 0; i < 3; i++)
      await repository.append(
        claim,
        Array.from(
          { length: 400 },
          (_, step) => ({ event: "node-progress", node: "a", step, of: 400 }) as const,
        ),
      );
    await repository.append(claim, [end], { status: "done" });
    expect(await repository.remove(long)).toBe("removed");
    expect([repository.get(long), repository.events(long, -1, 10)]).toEqual([undefined, []]);
    expect(repository.usage("ann").runs.count).toBe(1);
  });

  it("makes room from the oldest results of the same user alone, never from pins, uploads or open runs", async () => {
    const other = await run("bob", [id(100)]);
    const pinned = await run("ann", [id(1)]);
    await repository.pin(pinned, true);
    const [old, young] = [await run("ann", [id(2)]), await run("ann", [id(3)])];
    const under = await run("ann", [id(4)], { ended: false });
    await repository.addUpload("ann", id(5), 1000, 1e6);
    const { used } = repository.usage("ann");
    expect(await repository.makeRoom("ann", 500, used)).toBe(true);
    expect([old, young].map((run) => repository.get(run)?.released)).toEqual([true, undefined]);
    // What is released is no longer theirs, and its file is to go.
    expect([repository.mayRead("ann", id(2)), repository.orphans(9)]).toEqual([false, [id(2)]]);
    expect(await repository.makeRoom("ann", 0, 4000)).toBe(false);
    for (const run of [other, pinned, under]) expect(repository.get(run)).not.toHaveProperty("released");
    expect([1, 3, 4, 5].map((n) => repository.mayRead("ann", id(n)))).toEqual([true, false, true, true]);
    expect(repository.mayRead("bob", id(100))).toBe(true);
    expect(repository.usage("ann").pinned).toEqual({ count: 1, bytes: 1000 });
  });

  it("releases nothing where that would not be enough", async () => {
    const result = await run("ann", [id(1)]);
    await repository.addUpload("ann", id(2), 5000, 1e6);
    expect(await repository.addUpload("ann", id(3), 3000, 8000)).toBe(false);
    expect(repository.get(result)).not.toHaveProperty("released");
    expect(repository.mayRead("ann", id(3))).toBe(false);
    // What was stored of it is to go.
    expect(repository.orphans(9)).toEqual([id(3)]);
  });

  it("counts runs, graphs and events: who is at the quota is refused a run, and has room again after a removal", async () => {
    const limits = { queued: 100, stored: 3000 };
    const send = (owner: string) => repository.accept({ graph: graphOf("x".repeat(1000)), owner }, limits);
    const first = await send("ann");
    expect([first.outcome, (await send("ann")).outcome]).toEqual(["accepted", "accepted"]);
    const { used } = repository.usage("ann");
    expect(await send("ann")).toEqual({ outcome: "over-quota", bytes: used / 2 });
    expect((await send("bob")).outcome).toBe("accepted");
    if ("record" in first) {
      await repository.cancel(first.record.id);
      expect(await repository.remove(first.record.id)).toBe("removed");
    }
    expect((await send("ann")).outcome).toBe("accepted");
  });

  it("lists uploads newest first, in pages, each user's own", async () => {
    for (let n = 1; n <= 5; n++) await repository.addUpload("ann", id(n), n, 1e6);
    await repository.addUpload("bob", id(1), 1, 1e6);
    const first = repository.uploads("ann", { limit: 3 });
    const rest = repository.uploads("ann", { limit: 3, before: first.next });
    expect([...first.uploads, ...rest.uploads].map((u) => [u.id, u.bytes])).toEqual(
      [5, 4, 3, 2, 1].map((n) => [id(n), n]),
    );
    expect(rest.next).toBeUndefined();
    expect(repository.uploads("bob", { limit: 3 }).uploads).toHaveLength(1);
  });

  it("gives the space of what is removed back to the disk, a little at a time", async () => {
    const runs: string[] = [];
    for (let i = 0; i < 50; i++) runs.push(await run("ann", [], { text: `${i} ${"x".repeat(400_000)}` }));
    for (const id of runs) await repository.remove(id);
    let slices = 0;
    while (await repository.shrink()) slices++;
    expect(slices).toBeGreaterThan(1);
    expect(repository.usage("ann").used).toBe(0);
    expect(await repository.shrink()).toBe(false);
  });
});
