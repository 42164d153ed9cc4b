import { existsSync, mkdtempSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNodeAssets } from "@unclip/host/node";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openDatabase } from "./database.ts";
import { Housekeeper } from "./housekeeper.ts";
import { SqliteRepository } from "./sqlite-repository.ts";

const graph = { unclip: 1, title: "One", model: "none", nodes: { a: { type: "text" } } } as const;
const end = { event: "run-finished", status: "done", computed: 1, cached: 0, milliseconds: 1 } as const;
const size = 1000;
let folder: string;
let repository: SqliteRepository;
let assets: ReturnType<typeof createNodeAssets>;
let housekeeper: Housekeeper;
let filled: number;
let quota: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "unclip-house-"));
  repository = new SqliteRepository(openDatabase(join(folder, "unclip.db")));
  assets = createNodeAssets(join(folder, "assets"));
  quota = 1e9;
  housekeeper = new Housekeeper({
    assets,
    repository,
    get quota() {
      return quota;
    },
  });
  filled = 0;
});
afterEach(async () => {
  await housekeeper.stop();
  repository.close();
  rmSync(folder, { recursive: true });
});

const file = (id: string) => join(folder, "assets", id.slice(0, 2), id);
const there = (...ids: string[]) => ids.map((id) => existsSync(file(id)));
/** A new asset, last used so many hours ago. */
async function put(hoursAgo = 0): Promise<string> {
  const id = await assets.put(new Uint8Array(size).fill(++filled), "application/octet-stream");
  const at = Date.now() / 1000 - hoursAgo * 3600 - 0.05;
  utimesSync(file(id), at, at);
  return id;
}
async function run(owner: string, ids: readonly string[], ended = true): Promise<string> {
  const accepted = await repository.accept({ graph, owner }, { queued: 100 });
  if (!("record" in accepted)) throw new Error(accepted.outcome);
  const claim = (await repository.claim())!;
  await repository.append(
    claim,
    [],
    undefined,
    ids.map((asset) => ({ asset, bytes: size })),
  );
  if (ended) await repository.append(claim, [end], { status: "done" });
  return accepted.record.id;
}

it("removes the files of a removed run at once, save those that someone else holds", async () => {
  const [own, shared] = [await put(), await put()];
  const hers = await run("ann", [own, shared]);
  await run("bob", [shared]);
  await repository.remove(hers);
  await housekeeper.clean();
  expect(there(own, shared)).toEqual([false, true]);
  expect(repository.orphans(9)).toEqual([]);
});

it("keeps a file that was used a moment ago while something computes or is uploaded, and removes it later", async () => {
  const [fresh, old] = [await put(), await put(1)];
  const hers = await run("ann", [fresh, old]);
  await run("bob", [], false);
  await repository.remove(hers);
  await housekeeper.clean();
  expect(there(fresh, old)).toEqual([true, false]);
  expect(repository.orphans(9)).toEqual([fresh]);
  const later = Date.now() / 1000 - 60;
  utimesSync(file(fresh), later, later);
  await housekeeper.clean();
  expect(there(fresh)).toEqual([false]);

  const upload = await put();
  await repository.addUpload("ann", upload, size, 1e9);
  await housekeeper.during(async () => {
    await repository.removeAsset("ann", upload);
    await housekeeper.clean();
    expect(there(upload)).toEqual([true]);
  });
});

it("never removes what is touched in the instant of its removal", async () => {
  // As a runner does that finds a cached result: it marks the file, then says that it holds it.
  for (let i = 0; i < 60; i++) {
    const id = await put(1);
    const removing = assets.remove(id, Date.now() - 10_000);
    for (let turns = 0; turns < i % 12; turns++) await new Promise((resolve) => setImmediate(resolve));
    const found = await assets.touch(id);
    await removing;
    // Whoever found it has it.
    if (found !== undefined) expect([i, existsSync(file(id))]).toEqual([i, true]);
  }
});

it("holds each user to the quota with their own oldest results, within a second or so", async () => {
  const ids = [await put(1), await put(1), await put(1)];
  const first = await run("ann", [ids[0]!]);
  const second = await run("ann", [ids[1]!]);
  const his = await run("bob", [ids[2]!]);
  quota = repository.usage("ann").used - 1;
  await vi.waitFor(() => expect(there(...ids)).toEqual([false, true, true]), {
    timeout: 120_000,
    interval: 50,
  });
  expect(repository.get(first)).toMatchObject({ released: true });
  for (const id of [second, his]) expect(repository.get(id)).not.toHaveProperty("released");
});

it("sweeps files that no record names once they are a day old", async () => {
  const [stray, fresh, held] = [await put(30), await put(2), await put(30)];
  await run("ann", [held]);
  await housekeeper.sweep();
  expect(there(stray, fresh, held)).toEqual([false, true, true]);
});
