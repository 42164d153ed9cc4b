/** Up to three of `names` that `name` may have been meant to be, nearest first. */
export function nearest(name: string, names: Iterable<string>): string[] {
  const limit = Math.max(2, Math.floor(name.length / 3));
  const ranked: { readonly name: string; readonly far: number }[] = [];
  for (const candidate of names) {
    const contains = name.length > 2 && (candidate.includes(name) || name.includes(candidate));
    const far = contains ? 1 : editDistance(name, candidate, limit);
    if (far <= limit) ranked.push({ name: candidate, far });
  }
  ranked.sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1));
  return ranked.slice(0, 3).map((r) => r.name);
}

/** `"a", "b" or "c"`; "" for none. */
export function alternatives(names: readonly string[]): string {
  const quoted = names.map((n) => `"${n}"`);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}

/** Levenshtein distance, or `limit + 1` where it is surely larger. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
