import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Graph, serializeGraph } from "@unclip/graph";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "./database.ts";
import { GroupCommit } from "./group-commit.ts";
import type { Repository } from "./repository.ts";
import type { Saved, SavedGraphs } from "./saved-graphs.ts";
import { SqliteRepository } from "./sqlite-repository.ts";
import { SqliteSavedGraphs } from "./sqlite-saved-graphs.ts";

interface Store {
  readonly graphs: SavedGraphs;
  readonly repository: Repository;
}

/** Every implementation; each opens the store that it finds in a folder. */
const implementations: readonly [string, (folder: string) => Store][] = [
  [
    "SqliteSavedGraphs",
    (folder) => {
      const db = openDatabase(join(folder, "unclip.db"));
      const commit = new GroupCommit(db);
      return {
        graphs: new SqliteSavedGraphs(db, commit),
        repository: new SqliteRepository(db, commit),
      };
    },
  ],
];

const limits = { stored: 1_000_000 };
const graphOf = (text: string): Graph => ({
  unclip: 1,
  title: "A heart",
  model: "none",
  nodes: { a: { type: "text", params: { text } } },
});
const versionOf = (graph: Graph) => createHash("sha256").update(serializeGraph(graph)).digest("hex");

describe.each(implementations)("%s keeps the promises of saved graphs:", (_name, open) => {
  let folder: string;
  let store: Store;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "unclip-saved-"));
    store = open(folder);
  });
  afterEach(() => {
    store.repository.close();
    rmSync(folder, { recursive: true });
  });
  const saved = (outcome: Saved) => {
    if (outcome.outcome === "saved") return outcome.saved;
    throw new Error(outcome.outcome);
  };
  const add = async (text: string, owner = "", name?: string) =>
    saved(await store.graphs.add({ owner, graph: graphOf(text), name }, limits));
  const save = (id: string, text: string, base?: string) =>
    store.graphs.save(id, { owner: "", graph: graphOf(text), base }, limits);

  it("names a version by the sha256 of the graph file, and keeps every version as it was", async () => {
    const first = await add("one");
    expect(first).toMatchObject({ name: "A heart", versions: 1, version: versionOf(graphOf("one")) });
    const second = saved(await save(first.id, "two"));
    expect(second).toMatchObject({ id: first.id, versions: 2, version: versionOf(graphOf("two")) });
    expect(store.graphs.text("", first.id, first.version)).toBe(serializeGraph(graphOf("one")));
    expect(store.graphs.text("", first.id, second.version)).toBe(serializeGraph(graphOf("two")));
    expect(store.graphs.text("", first.id, "0".repeat(64))).toBeUndefined();
    // Back to what it was before: a third version of the first content.
    expect(saved(await save(first.id, "one"))).toMatchObject({ versions: 3, version: first.version });
    const { versions } = store.graphs.versions("", first.id, { limit: 10 })!;
    expect(versions.map((v) => [v.number, v.version])).toEqual([
      [3, first.version],
      [2, second.version],
      [1, first.version],
    ]);
  });

  it("makes no version of what is saved already, and takes a new name with the same content", async () => {
    const first = await add("one");
    expect(saved(await save(first.id, "one"))).toEqual(first);
    const renamed = saved(
      await store.graphs.save(first.id, { owner: "", graph: graphOf("one"), name: "Mine" }, limits),
    );
    expect(renamed).toMatchObject({ name: "Mine", versions: 1, version: first.version });
    // Saved again without a name it keeps the one that it has.
    expect(saved(await save(first.id, "two"))).toMatchObject({ name: "Mine", versions: 2 });
  });

  it("saves nothing over a version that the change was not made from", async () => {
    const first = await add("one");
    const second = saved(await save(first.id, "two", first.version));
    expect(await save(first.id, "three", first.version)).toEqual({ outcome: "changed", saved: second });
    expect(store.graphs.get("", first.id)).toEqual(second);
    // Of two changes made from the same version at the same time one is saved.
    const both = await Promise.all([
      save(first.id, "left", second.version),
      save(first.id, "right", second.version),
    ]);
    expect(both.map((o) => o.outcome)).toEqual(["saved", "changed"]);
  });

  it("lists what was saved last first, in pages, and finds by name", async () => {
    const a = await add("a", "", "A heart");
    const b = await add("b", "", "100% blue");
    const c = await add("c", "", "A star");
    await save(a.id, "a again");
    const ids = (found: { graphs: { id: string }[] }) => found.graphs.map((g) => g.id);
    const first = store.graphs.list("", { limit: 2 });
    expect(ids(first)).toEqual([a.id, c.id]);
    const rest = store.graphs.list("", { limit: 2, before: first.next });
    expect([ids(rest), rest.next]).toEqual([[b.id], undefined]);
    expect(ids(store.graphs.list("", { limit: 9, search: "a " }))).toEqual([a.id, c.id]);
    expect(ids(store.graphs.list("", { limit: 9, search: "0%" }))).toEqual([b.id]);
    expect(ids(store.graphs.list("", { limit: 9, search: "1%e" }))).toEqual([]);
  });

  it("shows a user nothing of another's, and changes nothing of it", async () => {
    const hers = await add("one", "ann");
    expect(store.graphs.get("bob", hers.id)).toBeUndefined();
    expect(store.graphs.list("bob", { limit: 9 }).graphs).toEqual([]);
    expect(store.graphs.versions("bob", hers.id, { limit: 9 })).toBeUndefined();
    expect(store.graphs.text("bob", hers.id, hers.version)).toBeUndefined();
    const graph = graphOf("his");
    expect(await store.graphs.save(hers.id, { owner: "bob", graph }, limits)).toEqual({ outcome: "unknown" });
    expect(await store.graphs.remove("bob", hers.id)).toBe(false);
    // The same content of his own does not open hers.
    await add("one", "bob");
    expect(store.graphs.text("bob", hers.id, hers.version)).toBeUndefined();
    expect(store.graphs.get("ann", hers.id)).toEqual(hers);
  });

  it("refuses what would be more than a user may keep, and has room again after a removal", async () => {
    const small = { stored: 1000 };
    const graph = graphOf("x".repeat(300));
    const first = saved(await store.graphs.add({ owner: "ann", graph }, small));
    const second = { owner: "ann", graph: graphOf("y".repeat(300)) };
    expect(await store.graphs.add(second, small)).toMatchObject({ outcome: "full" });
    expect(await store.graphs.save(first.id, second, small)).toMatchObject({ outcome: "full" });
    expect(await store.graphs.add({ ...second, owner: "bob" }, small)).toMatchObject({ outcome: "saved" });
    expect(await store.graphs.remove("ann", first.id)).toBe(true);
    expect(await store.graphs.add(second, small)).toMatchObject({ outcome: "saved" });
  });

  it("protects the assets of every version until the graph is removed, and opens none by naming it", async () => {
    const [old, shared] = ["a".repeat(64), "b".repeat(64)];
    for (const id of [old, shared]) await store.repository.addUpload("ann", id, 10, 1000);
    const first = await add(old, "ann");
    await store.graphs.save(
      first.id,
      { owner: "ann", graph: graphOf(`of ${shared}, twice ${shared}`) },
      limits,
    );
    // Of another user a name says nothing: it opens nothing, and keeps nothing of hers.
    const other = await add(shared, "bob");
    expect(store.repository.mayRead("bob", shared)).toBe(false);
    for (const id of [old, shared]) expect(await store.repository.removeAsset("ann", id)).toBe("removed");
    expect([old, shared].map((id) => store.repository.isReferenced(id))).toEqual([false, false]);

    // A version that is no longer the newest keeps its assets too.
    for (const id of [old, shared]) await store.repository.addUpload("ann", id, 10, 1000);
    const again = await add(`${old}, ${shared}0`, "ann");
    await store.graphs.save(again.id, { owner: "ann", graph: graphOf("something else") }, limits);
    const run = await store.repository.accept({ graph: graphOf(shared), owner: "ann" }, { queued: 9 });
    expect(await store.repository.removeAsset("ann", shared)).toBe("in-use");
    expect("record" in run && (await store.repository.cancel(run.record.id)).outcome).toBe("cancelled");
    expect(await store.repository.removeAsset("ann", shared)).toBe("removed");
    const db = new DatabaseSync(join(folder, "unclip.db"));
    db.prepare("DELETE FROM uploads").run();
    db.close();
    expect([old, shared].map((id) => store.repository.isReferenced(id))).toEqual([true, false]);
    await store.graphs.remove("ann", again.id);
    expect(store.repository.isReferenced(old)).toBe(false);
    expect(store.repository.orphans(9).sort()).toEqual([old, shared]);
    expect(store.graphs.text("bob", other.id, other.version)).toBe(serializeGraph(graphOf(shared)));
  });

  it("removes a graph of many versions whole, with the texts that nothing else has", async () => {
    const kept = await add("version 3", "bob");
    const first = await add("version 0");
    for (let i = 1; i < 20; i++) await save(first.id, `version ${i}`);
    expect(store.repository.usage("").graphs.count).toBe(1);
    expect(await store.graphs.remove("", first.id)).toBe(true);
    expect(store.repository.usage("")).toMatchObject({ used: 0, graphs: { count: 0, bytes: 0 } });
    expect(store.graphs.text("", first.id, first.version)).toBeUndefined();
    expect(store.graphs.text("bob", kept.id, kept.version)).toBe(serializeGraph(graphOf("version 3")));
  });

  it("has everything after it was opened again", async () => {
    const first = await add("one");
    await save(first.id, "two");
    const before = store.graphs.list("", { limit: 9 });
    store.repository.close();
    store = open(folder);
    expect(store.graphs.list("", { limit: 9 })).toEqual(before);
  });
});
