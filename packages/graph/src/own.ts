/**
 * The own property `key` of a record, never one of `Object.prototype`: a graph may name a port `toString`, and a
 * lookup must not find a function there.
 */
export function own<V>(record: Readonly<Record<string, V>> | undefined, key: string): V | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
