import type { DatabaseSync } from "node:sqlite";
import type { HeldAsset } from "./holdings.ts";
import { preparing } from "./preparing.ts";

/** Assets of runs that are released for one request; what is still missing then waits for the next. */
const mostReleased = 5000;

/** Who holds which asset and how much each user stores; to be used inside a transaction that the caller began. */
export class Ledger {
  readonly #sql: ReturnType<typeof prepareLedger>;

  constructor(db: DatabaseSync) {
    this.#sql = prepareLedger(db);
  }

  /** Bytes that a user stores in all. */
  used(owner: string): number {
    return this.#sql.used.get(owner)?.bytes ?? 0;
  }

  mayRead(owner: string, asset: string): boolean {
    return this.#sql.held.get(asset, owner) !== undefined;
  }

  /** The assets that a graph's text names and its user holds: any run of exactly 64 hex digits may be a name. */
  named(owner: string, text: string): HeldAsset[] {
    const names = new Set(text.match(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g));
    return [...names].flatMap((asset) => {
      const held = this.#sql.held.get(asset, owner);
      return held === undefined ? [] : [{ asset, bytes: held.bytes }];
    });
  }

  holdForRun(run: number, assets: readonly HeldAsset[]): void {
    for (const { asset, bytes } of assets) this.#sql.holdForRun.run(asset, run, bytes);
  }

  holdForGraph(graph: number, assets: readonly HeldAsset[]): void {
    for (const { asset, bytes } of assets) this.#sql.holdForGraph.run(asset, graph, bytes);
  }

  /** The assets that a run holds. */
  heldByRun(run: number): string[] {
    return this.#sql.heldByRun.all(run).map(({ asset }) => asset);
  }

  releaseRun(run: number): number {
    return Number(this.#sql.releaseRun.run(run).changes);
  }

  /** See `Holdings.makeRoom`. Releases nothing when releasing everything would not be enough. */
  makeRoom(owner: string, bytes: number, quota: number): boolean {
    if (this.used(owner) + bytes <= quota) return true;
    if (this.#sql.kept.get({ owner })!.bytes + bytes > quota) return false;
    let released = 0;
    for (const { n } of this.#sql.releasable.all(owner)) {
      released += this.releaseRun(n);
      this.#sql.markReleased.run(n);
      if (this.used(owner) + bytes <= quota) return true;
      if (released >= mostReleased) break;
    }
    return false;
  }
}

function prepareLedger(db: DatabaseSync) {
  const query = preparing(db);
  return {
    used: query<{ bytes: number }>(
      "SELECT run_bytes + graph_bytes + asset_bytes AS bytes FROM owners WHERE owner = ?",
    ),
    held: query<{ bytes: number }>("SELECT bytes FROM holdings WHERE asset = ? AND owner = ?"),
    holdForRun: query<never>(
      "INSERT INTO run_assets (asset, run, bytes) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
    ),
    holdForGraph: query<never>(
      "INSERT INTO saved_assets (asset, graph, bytes) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
    ),
    heldByRun: query<{ asset: string }>("SELECT asset FROM run_assets WHERE run = ?"),
    releaseRun: query<never>("DELETE FROM run_assets WHERE run = ?"),
    markReleased: query<never>("UPDATE runs SET released = 1 WHERE n = ?"),
    // What releasing pictures does not give back.
    kept: query<{ bytes: number }>(
      `SELECT (SELECT run_bytes + graph_bytes FROM owners WHERE owner = $owner)
         + (SELECT coalesce(sum(bytes), 0) FROM uploads INDEXED BY uploads_list WHERE owner = $owner) AS bytes`,
    ),
    releasable: query<{ n: number }>(
      `SELECT n FROM runs INDEXED BY runs_releasable
       WHERE owner = ? AND released = 0 AND pinned = 0 AND status IN ('done', 'failed', 'cancelled')
         AND EXISTS (SELECT 1 FROM run_assets WHERE run = n) ORDER BY n LIMIT 200`,
    ),
  };
}
