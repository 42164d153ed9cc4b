import type { DatabaseSync } from "node:sqlite";
import type { StoredUsage, UploadRecord } from "@unclip/protocol";
import type { GroupCommit } from "./group-commit.ts";
import type { HeldAsset, Holdings, Removal, UploadPage } from "./holdings.ts";
import { Ledger } from "./ledger.ts";
import { preparing } from "./preparing.ts";

/**
 * Pages of 4 kB that may stay free for what comes next, those that are left when more were free, and those that one
 * transaction gives back. A file that shrinks and grows again costs more than one that keeps its size.
 */
const mostSpare = 4096;
const leastSpare = 1024;
const pagesAtOnce = 128;

/** The {@link Holdings} of one machine. */
export class SqliteHoldings implements Holdings {
  readonly #db: DatabaseSync;
  readonly #commit: GroupCommit;
  readonly #sql: ReturnType<typeof prepareHoldings>;
  readonly ledger: Ledger;
  #shrinking = false;

  constructor(db: DatabaseSync, commit: GroupCommit) {
    this.#db = db;
    this.#commit = commit;
    this.#sql = prepareHoldings(db);
    this.ledger = new Ledger(db);
  }

  addUpload(owner: string, asset: string, bytes: number, quota: number): Promise<boolean> {
    return this.#commit.write(() => {
      if (this.#sql.upload.get(asset, owner) !== undefined) return true;
      // What a run of theirs holds already takes no more room.
      const more = this.ledger.mayRead(owner, asset) ? 0 : bytes;
      if (!this.ledger.makeRoom(owner, more, quota)) {
        // Stored already, by whatever read it.
        if (!this.isReferenced(asset)) this.#sql.addOrphan.run(asset);
        return false;
      }
      this.#sql.addUpload.run({ asset, owner, bytes, now: Date.now() });
      return true;
    });
  }

  uploads(owner: string, { before = Number.MAX_SAFE_INTEGER, limit }: UploadPage) {
    const rows = this.#sql.uploads.all(owner, before, limit + 1);
    const more = rows.length > limit;
    if (more) rows.pop();
    const uploads = rows.map(
      ({ asset, bytes, created_at }): UploadRecord => ({
        id: asset,
        bytes,
        createdAt: new Date(created_at).toISOString(),
      }),
    );
    return { uploads, next: more ? rows.at(-1)?.created_at : undefined };
  }

  mayRead(owner: string, asset: string): boolean {
    return this.ledger.mayRead(owner, asset);
  }

  isReferenced(asset: string): boolean {
    return this.#sql.isReferenced.get(asset) !== undefined;
  }

  removeAsset(owner: string, asset: string): Promise<Removal> {
    return this.#commit.write(() => {
      if (!this.ledger.mayRead(owner, asset)) return "unknown";
      if (this.#sql.isNeeded.get(asset, owner) !== undefined) return "in-use";
      this.#sql.dropUpload.run(asset, owner);
      this.#sql.dropFromRuns.run(asset, owner);
      this.#sql.dropFromGraphs.run(asset, owner);
      return "removed";
    });
  }

  usage(owner: string): StoredUsage {
    const { run_bytes = 0, graph_bytes = 0, asset_bytes = 0 } = this.#sql.owner.get(owner) ?? {};
    return {
      used: run_bytes + graph_bytes + asset_bytes,
      runs: { ...this.#sql.countRuns.get(owner)!, bytes: run_bytes },
      graphs: { ...this.#sql.countGraphs.get(owner)!, bytes: graph_bytes },
      uploads: this.#sql.sumUploads.get(owner)!,
      pictures: { bytes: asset_bytes },
      pinned: this.#sql.sumPinned.get({ owner })!,
    };
  }

  owners(): string[] {
    return this.#sql.owners.all().map(({ owner }) => owner);
  }

  makeRoom(owner: string, bytes: number, quota: number): Promise<boolean> {
    // Without a transaction where there is room, which is nearly always.
    if (this.ledger.used(owner) + bytes <= quota) return Promise.resolve(true);
    return this.#commit.write(() => this.ledger.makeRoom(owner, bytes, quota));
  }

  orphans(limit: number): string[] {
    return this.#sql.orphans.all(limit).map(({ asset }) => asset);
  }

  forgetOrphans(assets: readonly string[]): Promise<void> {
    return this.#commit.write(() => {
      for (const asset of assets) this.#sql.dropOrphan.run(asset);
    });
  }

  unweighed(limit: number): string[] {
    return this.#sql.unweighed.all(limit).map(({ asset }) => asset);
  }

  weigh(assets: readonly HeldAsset[]): Promise<void> {
    return this.#commit.write(() => {
      for (const { asset, bytes } of assets) {
        this.#sql.weigh.run(bytes, asset);
        this.#sql.dropUnweighed.run(asset);
      }
    });
  }

  async shrink(): Promise<boolean> {
    const spare = this.#pragma("freelist_count");
    if (this.#pragma("auto_vacuum") !== 2 || spare <= (this.#shrinking ? leastSpare : mostSpare)) {
      this.#shrinking = false;
      return false;
    }
    this.#shrinking = true;
    await this.#commit.write(() => this.#db.exec(`PRAGMA incremental_vacuum(${pagesAtOnce})`));
    return true;
  }

  #pragma(name: "auto_vacuum" | "freelist_count"): number {
    return (this.#db.prepare(`PRAGMA ${name}`).get() as Record<string, number>)[name] ?? 0;
  }
}

function prepareHoldings(db: DatabaseSync) {
  const query = preparing(db);
  return {
    owner: query<{ run_bytes: number; graph_bytes: number; asset_bytes: number }>(
      "SELECT run_bytes, graph_bytes, asset_bytes FROM owners WHERE owner = ?",
    ),
    owners: query<{ owner: string }>("SELECT owner FROM owners"),
    countRuns: query<{ count: number }>("SELECT count(*) AS count FROM runs WHERE owner = ?"),
    countGraphs: query<{ count: number }>("SELECT count(*) AS count FROM saved_graphs WHERE owner = ?"),
    sumUploads: query<{ count: number; bytes: number }>(
      "SELECT count(*) AS count, coalesce(sum(bytes), 0) AS bytes FROM uploads WHERE owner = ?",
    ),
    sumPinned: query<{ count: number; bytes: number }>(
      `SELECT (SELECT count(*) FROM runs WHERE owner = $owner AND pinned = 1) AS count,
         (SELECT coalesce(sum(bytes), 0) FROM (
           SELECT DISTINCT asset, run_assets.bytes FROM runs JOIN run_assets ON run = n
           WHERE owner = $owner AND pinned = 1)) AS bytes`,
    ),
    upload: query<{ yes: 1 }>("SELECT 1 AS yes FROM uploads WHERE asset = ? AND owner = ?"),
    // No two of one user in the same millisecond, so that the time says where a page ends.
    addUpload: query<never>(
      `INSERT INTO uploads (asset, owner, bytes, created_at) VALUES ($asset, $owner, $bytes,
         max($now, coalesce((SELECT max(created_at) + 1 FROM uploads WHERE owner = $owner), 0)))`,
    ),
    uploads: query<{ asset: string; bytes: number; created_at: number }>(
      `SELECT asset, bytes, created_at FROM uploads WHERE owner = ? AND created_at < ?
       ORDER BY created_at DESC LIMIT ?`,
    ),
    isReferenced: query<{ yes: 1 }>("SELECT 1 AS yes FROM holdings WHERE asset = ? LIMIT 1"),
    isNeeded: query<{ yes: 1 }>(
      `SELECT 1 AS yes FROM run_assets JOIN runs ON n = run
       WHERE asset = ? AND owner = ? AND status IN ('queued', 'running') LIMIT 1`,
    ),
    dropUpload: query<never>("DELETE FROM uploads WHERE asset = ? AND owner = ?"),
    dropFromRuns: query<never>(
      `DELETE FROM run_assets WHERE asset = ?1
         AND run IN (SELECT run FROM run_assets JOIN runs ON n = run WHERE asset = ?1 AND owner = ?2)`,
    ),
    dropFromGraphs: query<never>(
      `DELETE FROM saved_assets WHERE asset = ?1
         AND graph IN (SELECT graph FROM saved_assets JOIN saved_graphs ON n = graph WHERE asset = ?1 AND owner = ?2)`,
    ),
    orphans: query<{ asset: string }>("SELECT asset FROM orphans LIMIT ?"),
    addOrphan: query<never>("INSERT INTO orphans (asset) VALUES (?) ON CONFLICT DO NOTHING"),
    dropOrphan: query<never>("DELETE FROM orphans WHERE asset = ?"),
    unweighed: query<{ asset: string }>("SELECT asset FROM unweighed LIMIT ?"),
    dropUnweighed: query<never>("DELETE FROM unweighed WHERE asset = ?"),
    weigh: query<never>("UPDATE holdings SET bytes = ? WHERE asset = ?"),
  };
}
