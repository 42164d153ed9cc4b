/**
 * Roughly how many bytes a value holds: typed arrays by their length, texts by two bytes a unit, the rest by a guess a
 * field. Iterative; an object that is met twice counts once.
 */
export function approximateBytes(value: unknown): number {
  let bytes = 0;
  const seen = new Set<object>();
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next === "string") bytes += 2 * next.length;
    if (typeof next !== "object" || next === null || seen.has(next)) {
      bytes += 8;
      continue;
    }
    seen.add(next);
    bytes += 32;
    if (ArrayBuffer.isView(next) || next instanceof ArrayBuffer) bytes += next.byteLength;
    else pending.push(...children(next));
  }
  return bytes;
}

/** Lists of numbers are common and need no walk: the array's own slots are all there is. */
function children(holder: object): unknown[] {
  if (holder instanceof Map) return [...holder.keys(), ...holder.values()];
  return Array.isArray(holder) ? holder : Object.values(holder);
}
