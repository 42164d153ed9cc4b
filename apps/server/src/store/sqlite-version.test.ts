import { expect, test } from "vitest";
import { requireSoundSqlite } from "./sqlite-version.ts";

test.each(["3.51.3", "3.51.10", "3.52.0", "3.53.4", "4.0.0", process.versions.sqlite])(
  "%s is sound",
  (version) => {
    expect(() => requireSoundSqlite(version)).not.toThrow();
  },
);

test.each(["3.7.0", "3.45.1", "3.49.1", "3.50.9", "3.51.2", "2.99.9", "", undefined])(
  "%s is refused",
  (version) => {
    expect(() => requireSoundSqlite(version)).toThrow(/expected 3\.51\.3 or newer/);
  },
);
