import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { serializeGraph } from "@unclip/graph";
import type { SavedGraph } from "@unclip/protocol";
import type { GroupCommit } from "./group-commit.ts";
import { Ledger } from "./ledger.ts";
import { newId } from "./new-id.ts";
import { preparing } from "./preparing.ts";
import type { GraphLimits, GraphPage, GraphToSave, Saved, SavedGraphs } from "./saved-graphs.ts";

interface GraphRow {
  readonly n: number;
  readonly id: string;
  readonly name: string;
  readonly hash: string;
  readonly versions: number;
  readonly created_at: number;
  readonly saved_at: number;
  readonly turn: number;
}

/** What a row takes beside its text. */
const rowBytes = 200;
/** Versions that one transaction removes, each of a megabyte at most, so that a removal holds nobody up. */
const versionsAtOnce = 8;

/** The {@link SavedGraphs} of one machine. */
export class SqliteSavedGraphs implements SavedGraphs {
  readonly #commit: GroupCommit;
  readonly #ledger: Ledger;
  readonly #sql: ReturnType<typeof prepareGraphStatements>;

  constructor(db: DatabaseSync, commit: GroupCommit) {
    this.#commit = commit;
    this.#ledger = new Ledger(db);
    this.#sql = prepareGraphStatements(db);
  }

  add({ owner, graph, name = graph.title }: GraphToSave, limits: GraphLimits): Promise<Saved> {
    const { text, hash } = fileOf(graph);
    const id = newId();
    return this.#commit.write(() => {
      if (!this.#ledger.makeRoom(owner, sizeOf(text), limits.stored))
        return { outcome: "full", bytes: sizeOf(text) };
      this.#sql.addText.run(hash, text);
      this.#sql.add.run({ id, owner, name, hash, now: Date.now() });
      return this.#addVersion(owner, id, text);
    });
  }

  save(
    id: string,
    { owner, graph, name, base }: GraphToSave & { readonly base?: string | undefined },
    limits: GraphLimits,
  ): Promise<Saved> {
    const { text, hash } = fileOf(graph);
    return this.#commit.write(() => {
      const row = this.#sql.byId.get(id, owner);
      if (row === undefined) return { outcome: "unknown" };
      if (base !== undefined && base !== row.hash) return { outcome: "changed", saved: toSaved(row) };
      const changed = hash !== row.hash;
      if (changed && !this.#ledger.makeRoom(owner, sizeOf(text), limits.stored))
        return { outcome: "full", bytes: sizeOf(text) };
      if (changed) this.#sql.addText.run(hash, text);
      if (changed || (name !== undefined && name !== row.name))
        this.#sql.save.run({ n: row.n, owner, name: name ?? row.name, hash, now: Date.now() });
      if (changed) return this.#addVersion(owner, id, text);
      return { outcome: "saved", saved: toSaved(this.#sql.byId.get(id, owner)!) };
    });
  }

  get(owner: string, id: string): SavedGraph | undefined {
    const row = this.#sql.byId.get(id, owner);
    return row && toSaved(row);
  }

  list(
    owner: string,
    { before = Number.MAX_SAFE_INTEGER, limit, search }: GraphPage & { readonly search?: string | undefined },
  ): { graphs: SavedGraph[]; next: number | undefined } {
    const pattern = search === undefined ? "%" : `%${search.replaceAll(/[!%_]/g, "!$&")}%`;
    const rows = this.#sql.page.all(owner, before, pattern, limit + 1);
    const more = rows.length > limit;
    if (more) rows.pop();
    return { graphs: rows.map(toSaved), next: more ? rows.at(-1)?.turn : undefined };
  }

  versions(owner: string, id: string, { before = Number.MAX_SAFE_INTEGER, limit }: GraphPage) {
    const row = this.#sql.byId.get(id, owner);
    if (row === undefined) return undefined;
    const rows = this.#sql.versions.all(row.n, before, limit + 1);
    const more = rows.length > limit;
    if (more) rows.pop();
    const versions = rows.map(({ number, hash, saved_at }) => ({
      number,
      version: hash,
      savedAt: new Date(saved_at).toISOString(),
    }));
    return { versions, next: more ? versions.at(-1)?.number : undefined };
  }

  text(owner: string, id: string, version: string): string | undefined {
    return this.#sql.text.get(id, owner, version)?.body;
  }

  async remove(owner: string, id: string): Promise<boolean> {
    for (;;) {
      const left = await this.#commit.write(() => {
        const row = this.#sql.byId.get(id, owner);
        if (row === undefined) return "unknown";
        const oldest = this.#sql.oldest.all(row.n, versionsAtOnce);
        for (const { number, hash } of oldest) {
          this.#sql.dropVersion.run(row.n, number);
          // A text that a run or another version has too stays; the graph itself names its newest until the end.
          if (hash !== row.hash) this.#dropText(hash);
        }
        if (oldest.length === versionsAtOnce) return "more";
        this.#sql.dropAssets.run(row.n);
        this.#sql.drop.run(row.n);
        this.#dropText(row.hash);
        return "removed";
      });
      if (left !== "more") return left === "removed";
    }
  }

  #dropText(hash: string): void {
    if (this.#sql.isUsed.get(hash) === undefined) this.#sql.dropText.run(hash);
  }

  #addVersion(owner: string, id: string, text: string): Saved {
    const row = this.#sql.byId.get(id, owner)!;
    this.#sql.addVersion.run(row.n, row.versions + 1, row.hash, row.saved_at, sizeOf(text));
    this.#ledger.holdForGraph(row.n, this.#ledger.named(owner, text));
    return { outcome: "saved", saved: toSaved(this.#sql.byId.get(id, owner)!) };
  }
}

function prepareGraphStatements(db: DatabaseSync) {
  const query = preparing(db);
  const columns = `n, id, name, hash, created_at, saved_at, turn,
    (SELECT coalesce(max(number), 0) FROM saved_versions WHERE graph = n) AS versions`;
  const turn = "(SELECT coalesce(max(turn), 0) + 1 FROM saved_graphs WHERE owner = $owner)";
  return {
    byId: query<GraphRow>(`SELECT ${columns} FROM saved_graphs WHERE id = ? AND owner = ?`),
    page: query<GraphRow>(
      `SELECT ${columns} FROM saved_graphs WHERE owner = ? AND turn < ? AND name LIKE ? ESCAPE '!'
       ORDER BY turn DESC LIMIT ?`,
    ),
    versions: query<{ number: number; hash: string; saved_at: number }>(
      "SELECT number, hash, saved_at FROM saved_versions WHERE graph = ? AND number < ? ORDER BY number DESC LIMIT ?",
    ),
    text: query<{ body: string }>(
      `SELECT body FROM graphs WHERE hash = (
         SELECT hash FROM saved_versions
         WHERE graph = (SELECT n FROM saved_graphs WHERE id = ? AND owner = ?) AND hash = ? LIMIT 1
       )`,
    ),
    addText: query<never>("INSERT INTO graphs (hash, body) VALUES (?, ?) ON CONFLICT DO NOTHING"),
    add: query<never>(
      `INSERT INTO saved_graphs (id, owner, name, hash, created_at, saved_at, turn)
       VALUES ($id, $owner, $name, $hash, $now, $now, ${turn})`,
    ),
    save: query<never>(
      `UPDATE saved_graphs SET name = $name, hash = $hash, saved_at = $now, turn = ${turn} WHERE n = $n`,
    ),
    addVersion: query<never>(
      "INSERT INTO saved_versions (graph, number, hash, saved_at, bytes) VALUES (?, ?, ?, ?, ?)",
    ),
    oldest: query<{ number: number; hash: string }>(
      "SELECT number, hash FROM saved_versions WHERE graph = ? ORDER BY number LIMIT ?",
    ),
    dropVersion: query<never>("DELETE FROM saved_versions WHERE graph = ? AND number = ?"),
    dropAssets: query<never>("DELETE FROM saved_assets WHERE graph = ?"),
    drop: query<never>("DELETE FROM saved_graphs WHERE n = ?"),
    isUsed: query<{ yes: 1 }>(
      `SELECT 1 AS yes WHERE EXISTS (SELECT 1 FROM runs WHERE graph = ?1)
         OR EXISTS (SELECT 1 FROM saved_versions WHERE hash = ?1)
         OR EXISTS (SELECT 1 FROM saved_graphs WHERE hash = ?1)`,
    ),
    dropText: query<never>("DELETE FROM graphs WHERE hash = ?"),
  };
}

/** The graph file and its sha256, which names the version. */
function fileOf(graph: GraphToSave["graph"]): { text: string; hash: string } {
  const text = serializeGraph(graph);
  return { text, hash: createHash("sha256").update(text).digest("hex") };
}

const sizeOf = (text: string) => Buffer.byteLength(text) + rowBytes;

function toSaved(row: GraphRow): SavedGraph {
  return {
    id: row.id,
    name: row.name,
    version: row.hash,
    versions: row.versions,
    createdAt: new Date(row.created_at).toISOString(),
    savedAt: new Date(row.saved_at).toISOString(),
  };
}
