/**
 * Models that are loaded, within a memory budget: the least recently used is released first.
 */
import type { Pack, Session } from "./host.ts";
import type { OrtSession } from "./ort-session.ts";

interface Loaded {
  readonly bytes: number;
  readonly model: Promise<OrtSession>;
}

/** Opens models and releases them. */
export interface LoadedModels {
  /** A session that stays good: a model that was released to make room is loaded again when it is next run. */
  open(pack: Pack, file: string): Promise<Session>;
  release(): Promise<void>;
}

/**
 * @param memoryBudget bytes of weights that may stay loaded; one model is always allowed
 * @param load reads and prepares one model
 */
export function loadedModels(
  memoryBudget: number,
  load: (pack: Pack, file: string) => Promise<OrtSession>,
): LoadedModels {
  /** In order of use, the least recently used first. */
  const loaded = new Map<string, Loaded>();
  const acquire = (pack: Pack, file: string): Promise<OrtSession> => {
    const key = `${pack.digest} ${file}`;
    const known = loaded.get(key);
    const bytes = pack.manifest.files[file]?.bytes ?? 0;
    const entry = known ?? {
      bytes,
      model: makeRoom(loaded, memoryBudget - bytes).then(() => load(pack, file)),
    };
    loaded.delete(key);
    loaded.set(key, entry);
    if (!known) entry.model.catch(() => loaded.delete(key));
    return entry.model;
  };
  return {
    async open(pack, file) {
      const { inputs, outputs } = await acquire(pack, file);
      return { inputs, outputs, run: async (feeds) => (await acquire(pack, file)).run(feeds) };
    },
    release: () => makeRoom(loaded, Number.NEGATIVE_INFINITY),
  };
}

/** Releases models, the least recently used first, until those that stay take at most `budget` bytes. */
async function makeRoom(loaded: Map<string, Loaded>, budget: number): Promise<void> {
  let total = 0;
  for (const { bytes } of loaded.values()) total += bytes;
  // A copy: what is opened while one is being released is not ours to release.
  for (const [key, { bytes, model }] of [...loaded]) {
    if (total <= budget) return;
    loaded.delete(key);
    total -= bytes;
    // A model that failed to load has nothing to release.
    await model.then(
      (session) => session.release(),
      () => undefined,
    );
  }
}
