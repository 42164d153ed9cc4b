import { mkdtempSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNodeAssets } from "@unclip/host/node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { collectAssets } from "./collect-assets.ts";
import { openDatabase } from "./database.ts";
import { SqliteRepository } from "./sqlite-repository.ts";

const size = 1000;
const graph = { unclip: 1, title: "One", model: "none", nodes: { a: { type: "text" } } } as const;
const end = { event: "run-finished", status: "done", computed: 1, cached: 0, milliseconds: 1 } as const;
const queue = { forget: async () => {} };
let folder: string;
let repository: SqliteRepository;
let assets: ReturnType<typeof createNodeAssets>;
let filled: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "unclip-collect-"));
  repository = new SqliteRepository(openDatabase(join(folder, "unclip.db")));
  assets = createNodeAssets(join(folder, "assets"));
  filled = 0;
});
afterEach(() => {
  repository.close();
  rmSync(folder, { recursive: true });
});

/** A new asset, last used so many hours ago. */
async function put(hoursAgo: number): Promise<string> {
  const id = await assets.put(new Uint8Array(size).fill(++filled), "application/octet-stream");
  const at = Date.now() / 1000 - hoursAgo * 3600;
  utimesSync(join(folder, "assets", id.slice(0, 2), id), at, at);
  return id;
}

/** A run that showed an asset, and ended where `ended` says so. */
async function show(asset: string, ended = true): Promise<string> {
  const accepted = await repository.accept({ graph }, { queued: 100 });
  if (!("record" in accepted)) throw new Error(accepted.outcome);
  const claim = (await repository.claim())!;
  const preview = { item: 0, asset };
  await repository.append(claim, [{ event: "node-progress", node: "a", step: 1, of: 1, preview }]);
  if (ended) await repository.append(claim, [end], { status: "done" });
  return accepted.record.id;
}
const there = async (ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await assets.get(id)) !== undefined));
const collect = (quota: number) => collectAssets({ assets, repository, queue, quota: quota * size });

describe("collectAssets", () => {
  it("removes nothing as long as there is room", async () => {
    const old = await put(100);
    expect(await collect(1)).toEqual({ removed: 0, bytes: 0 });
    expect(await there([old])).toEqual([true]);
  });

  it("removes what nothing refers to before any run's pictures, and nothing that was just stored", async () => {
    const [orphan, shown, fresh] = [await put(50), await put(100), await put(0)];
    const run = await show(shown);
    expect(await collect(2)).toEqual({ removed: 1, bytes: size });
    expect(await there([orphan, shown, fresh])).toEqual([false, true, true]);
    expect(repository.get(run)).not.toHaveProperty("released");
  });

  it("never removes what an upload, a pinned run or one under way refers to, however little room there is", async () => {
    const [upload, pinned, open, ended] = [await put(100), await put(100), await put(100), await put(100)];
    await repository.addUpload("", upload, size, 1e9);
    await repository.pin(await show(pinned), true);
    const run = await show(ended);
    await show(open, false);
    expect(await collect(0)).toEqual({ removed: 1, bytes: size });
    expect(await there([upload, pinned, open, ended])).toEqual([true, true, true, false]);
    expect(repository.get(run)).toMatchObject({ status: "done", released: true });
    // The history itself is whole.
    expect(repository.events(run, -1, 10)).toHaveLength(2);
  });

  it("keeps a picture that two runs showed as long as one of them is kept, and what a kept run's graph names", async () => {
    const [shared, named] = [await put(100), await put(100)];
    await show(shared);
    await repository.pin(await show(shared), true);
    const nodes = { a: { type: "image", params: { asset: named } } };
    await repository.accept({ graph: { ...graph, nodes } }, { queued: 100 });
    expect(await collect(0)).toEqual({ removed: 0, bytes: 0 });
    expect(await there([shared, named])).toEqual([true, true]);
  });

  it("has runners forget what they remember before it removes anything", async () => {
    const old = await put(100);
    let stillThere: boolean[] = [];
    const watching = {
      async forget() {
        stillThere = await there([old]);
      },
    };
    await collectAssets({ assets, repository, queue: watching, quota: 0 });
    expect([stillThere, await there([old])]).toEqual([[true], [false]]);
  });
});
