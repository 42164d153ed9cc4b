/**
 * Fuzzy ranking for the palettes. A query's characters must appear in order; starts of words, runs and early matches
 * count more, so `dp` finds "Diffusion prior" before "Round trip".
 */

/** 0 for no match; higher is better. An empty query matches everything alike. */
export function score(query: string, text: string): number {
  const wanted = query.trim().toLowerCase();
  if (wanted === "") return 1;
  const where = text.toLowerCase();
  const whole = where.indexOf(wanted);
  if (whole >= 0) return 1000 - whole * 4 - where.length + (isWordStart(where, whole) ? 500 : 0);
  return Math.max(walk(wanted, where, true), walk(wanted, where, false));
}

/** Matches character by character, preferring starts of words or taking the first occurrence of each. */
function walk(wanted: string, where: string, preferStarts: boolean): number {
  let points = 0;
  let at = -1;
  let run = 0;
  for (const character of wanted) {
    if (character === " ") {
      run = 0;
      continue;
    }
    const found = preferStarts ? nextMatch(where, character, at + 1) : where.indexOf(character, at + 1);
    if (found < 0) return 0;
    run = found === at + 1 ? run + 1 : 0;
    points += 10 + run * 8 + (isWordStart(where, found) ? 20 : 0) - Math.min(found - at - 1, 8);
    at = found;
  }
  return Math.max(1, points - where.length * 0.2);
}

/** The next occurrence, at a word's start where there is one within reach. */
function nextMatch(where: string, character: string, from: number): number {
  const first = where.indexOf(character, from);
  for (let at = first; at >= 0; at = where.indexOf(character, at + 1)) {
    if (isWordStart(where, at)) return at;
  }
  return first;
}

function isWordStart(where: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(where[at - 1] ?? " ");
}

/** What an entry is searched by: its title counts fully, aliases a little less, its description least. */
export interface Searchable {
  readonly title: string;
  readonly aliases?: readonly string[];
  readonly about?: string;
}

/** Entries that match, best first; ties keep their order, recently used ones (`recent`, newest first) come earlier. */
export function rank<T extends Searchable>(
  query: string,
  entries: readonly T[],
  recent: readonly T[] = [],
): readonly T[] {
  const scored = entries.map((entry, index) => {
    const aliases = (entry.aliases ?? []).map((alias) => score(query, alias) * 0.9);
    const words =
      query.trim().length >= 3 && entry.about?.toLowerCase().includes(query.trim().toLowerCase()) ? 5 : 0;
    const used = recent.indexOf(entry);
    const points = Math.max(score(query, entry.title), ...aliases, words);
    return { entry, index, points: points === 0 ? 0 : points + (used < 0 ? 0 : 12 / (used + 1)) };
  });
  return scored
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || a.index - b.index)
    .map(({ entry }) => entry);
}
