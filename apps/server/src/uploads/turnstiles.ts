/** Lets `places` calls of one name in at a time; the others of that name wait in line. */
export function turnstiles(places: number): <T>(name: string, call: () => Promise<T>) => Promise<T> {
  const lines = new Map<string, { inside: number; readonly waiting: (() => void)[] }>();
  return async (name, call) => {
    const line = lines.get(name) ?? { inside: 0, waiting: [] };
    lines.set(name, line);
    if (line.inside < places) line.inside++;
    else await new Promise<void>((resolve) => line.waiting.push(resolve));
    try {
      return await call();
    } finally {
      // The upload that has waited longest comes next.
      const next = line.waiting.shift();
      if (next !== undefined) next();
      else if (--line.inside === 0) lines.delete(name);
    }
  };
}
