/** Takes a document one version up. Pure: gets JSON, returns JSON. */
export type Migration = (document: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** By the version that a migration starts from. Version 1 is the first, so there is none yet. */
const migrations: ReadonlyMap<number, Migration> = new Map();

/**
 * Brings a document of `version` to `current`, one step at a time.
 * Returns `undefined` when the version is newer, is no version, or a step is missing.
 */
export function migrate(
  document: Readonly<Record<string, unknown>>,
  current: number,
  steps: ReadonlyMap<number, Migration> = migrations,
): Readonly<Record<string, unknown>> | undefined {
  let { unclip: version } = document;
  let migrated = document;
  while (version !== current) {
    const step = typeof version === "number" && version < current ? steps.get(version) : undefined;
    if (step === undefined) return undefined;
    migrated = { ...step(migrated), unclip: Number(version) + 1 };
    version = migrated.unclip;
  }
  return migrated;
}
