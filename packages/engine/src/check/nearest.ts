/** Work that the search for near names may take: one unit compares one character with another. */
export interface Effort {
  left: number;
}

/** For all the names of one graph that are looked up: some milliseconds. */
export const maxEffort = 2_000_000;
/** Names of graphs have at most 64 characters; a longer one is not compared. */
const longest = 64;
/** Looking at a candidate costs this much, however unlike it is. */
const glance = 16;
const suggested = 3;

interface Ranked {
  readonly name: string;
  readonly far: number;
}

/** Up to three of `names` that `name` may have been meant to be, nearest first; of those that `effort` is enough for. */
export function nearest(
  name: string,
  names: Iterable<string>,
  effort: Effort = { left: maxEffort },
): string[] {
  if (name.length > longest) return [];
  const limit = Math.max(2, Math.floor(name.length / 3));
  const ranked: Ranked[] = [];
  for (const candidate of names) {
    effort.left -= glance;
    if (effort.left < 0) break;
    if (candidate.length > longest) continue;
    const contains = name.length > 2 && (candidate.includes(name) || name.includes(candidate));
    const far = contains ? 1 : editDistance(name, candidate, limit, effort);
    if (far <= limit) keep(ranked, { name: candidate, far });
  }
  return ranked.map((r) => r.name);
}

/** Puts a name in its place among the nearest, of which there are never more than {@link suggested}. */
function keep(ranked: Ranked[], found: Ranked): void {
  const before = (a: Ranked, b: Ranked) => a.far < b.far || (a.far === b.far && a.name < b.name);
  const place = ranked.findIndex((other) => before(found, other));
  if (place >= 0) ranked.splice(place, 0, found);
  else ranked.push(found);
  if (ranked.length > suggested) ranked.pop();
}

/** Names that a sentence lists; a node type has fewer ports, but a part may have thousands. */
const listed = 20;

/** `"a", "b" or "c"`; "" for none. Of many names the first 20 and how many there are. */
export function alternatives(names: readonly string[]): string {
  const quoted = names.slice(0, listed).map((n) => `"${n}"`);
  if (names.length > listed) return `${quoted.join(", ")} or one of ${names.length - listed} more`;
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}

/** Levenshtein distance, or `limit + 1` where it is surely larger. Looks at a band of `limit` around the diagonal only. */
function editDistance(a: string, b: string, limit: number, effort: Effort): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  const far = limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, j) => Math.min(j, far));
  for (let i = 1; i <= a.length; i++) {
    const next: number[] = new Array(b.length + 1).fill(far);
    if (i <= limit) next[0] = i;
    const [from, to] = [Math.max(1, i - limit), Math.min(b.length, i + limit)];
    for (let j = from; j <= to; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1, far);
    }
    effort.left -= to - from + 1;
    row = next;
  }
  return row[b.length] ?? 0;
}
