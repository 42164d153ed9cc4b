/**
 * The order of a run: everything the nearest target needs, then the next one's, so that previews appear early. Depends
 * on edges and ids alone, not on the order of nodes in the file. Iterative.
 */
export function planOrder(
  targets: readonly number[],
  sources: (index: number) => readonly number[],
  id: (index: number) => string,
): number[] {
  const depth = new Map<number, number>();
  postOrder(targets, sources, (index) => {
    let deepest = 0;
    for (const source of sources(index)) deepest = Math.max(deepest, (depth.get(source) ?? 0) + 1);
    depth.set(index, deepest);
  });
  const nearestFirst = [...targets].sort(
    (a, b) => (depth.get(a) ?? 0) - (depth.get(b) ?? 0) || (id(a) < id(b) ? -1 : 1),
  );
  const planned: number[] = [];
  postOrder(nearestFirst, sources, (index) => planned.push(index));
  return planned;
}

/** Visits each node once, after its sources. */
function postOrder(
  roots: readonly number[],
  sources: (index: number) => readonly number[],
  visit: (index: number) => void,
): void {
  const seen = new Set<number>();
  for (const root of roots) {
    const open: { readonly index: number; readonly pending: Iterator<number> }[] = [];
    const enter = (index: number) => {
      if (seen.has(index)) return;
      seen.add(index);
      open.push({ index, pending: sources(index)[Symbol.iterator]() });
    };
    enter(root);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const next = top.pending.next();
      if (!next.done) {
        enter(next.value);
        continue;
      }
      visit(top.index);
      open.pop();
    }
  }
}
