import type { DatabaseSync, SQLInputValue, StatementResultingChanges, StatementSync } from "node:sqlite";

/** A prepared statement with the type of its rows. */
export interface Query<Row> {
  get(...values: (SQLInputValue | Record<string, SQLInputValue>)[]): Row | undefined;
  all(...values: SQLInputValue[]): Row[];
  iterate(...values: SQLInputValue[]): Iterable<Row>;
  run(...values: (SQLInputValue | Record<string, SQLInputValue>)[]): StatementResultingChanges;
}

/** Prepares statements of a database. The one place where rows get their types: node:sqlite knows them only as records. */
export function preparing(db: DatabaseSync) {
  return <Row>(sql: string) => db.prepare(sql) as StatementSync as unknown as Query<Row>;
}
