import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SessionStore } from "./session-store.ts";
import { Sessions } from "./sessions.ts";

let folder: string;
let file: string;
const hour = 3_600_000;
let now = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "unclip-sessions-"));
  file = join(folder, "sessions.db");
  now = 1_700_000_000_000;
});
afterEach(() => rmSync(folder, { recursive: true }));

const limits = { idle: 2 * hour, age: 10 * hour };
const open = (tokens = ["t"], store = new SessionStore(file)) =>
  new Sessions(store, tokens, limits, () => now);

describe("a session", () => {
  it("ends when it is not used, when it is old, and when it is ended", () => {
    const sessions = open();
    const ended: string[] = [];
    sessions.onEnd((key) => ended.push(key));
    const [idle, old, out] = [
      sessions.begin("ann", "t"),
      sessions.begin("ann", "t"),
      sessions.begin("ann", "t"),
    ];
    expect(sessions.find(old)).toMatchObject({ user: "ann", until: now + 10 * hour });
    sessions.end(sessions.find(out)!.key);
    expect(sessions.find(out)).toBeUndefined();
    for (let i = 0; i < 5; i++) {
      now += 1.9 * hour;
      expect([i, sessions.find(old)?.user]).toEqual([i, "ann"]);
    }
    expect(sessions.find(idle)).toBeUndefined();
    now += hour;
    sessions.prune();
    expect(sessions.find(old)).toBeUndefined();
    expect(new Set(ended).size).toBe(3);
    sessions.close();
  });

  it("outlives a restart, and ends with the token that began it", () => {
    const before = open(["t", "other"]);
    const kept = before.begin("ann", "t");
    const revoked = before.begin("bob", "other");
    before.close();
    const after = open(["t"]);
    expect(after.find(kept)?.user).toBe("ann");
    expect(after.find(revoked)).toBeUndefined();
    after.close();
    // The token is back: what it began before is not.
    const again = open(["t", "other"]);
    expect(again.find(revoked)).toBeUndefined();
    again.close();
  });

  it("is in no file: neither its id nor a hash that would do in its place; and others cannot read the file", () => {
    const sessions = open();
    const id = sessions.begin("ann", "t");
    const { key } = sessions.find(id)!;
    sessions.close();
    const bytes = readFileSync(file).toString("latin1");
    expect([bytes.includes(id), bytes.includes(key)]).toEqual([false, true]);
    expect(statSync(file).mode & 0o077).toBe(0);
    const after = open();
    expect(after.find(key)).toBeUndefined();
    after.close();
  });

  it("makes room for a new one of the same user alone", () => {
    const sessions = open();
    const first = sessions.begin("ann", "t");
    const other = sessions.begin("bob", "t");
    now += 1000;
    const later = Array.from({ length: 100 }, () => sessions.begin("ann", "t"));
    expect(sessions.find(first)).toBeUndefined();
    expect(sessions.find(other)?.user).toBe("bob");
    expect(later.every((id) => sessions.find(id) !== undefined)).toBe(true);
    expect(new Set(later).size).toBe(100);
    for (const id of later) expect(id).toMatch(/^[\w-]{43}$/);
    sessions.close();
  });

  it("is lost with a damaged file, and nothing else is", () => {
    writeFileSync(file, "no database ".repeat(500));
    const sessions = open();
    const id = sessions.begin("ann", "t");
    expect(sessions.find(id)?.user).toBe("ann");
    sessions.close();
    const after = open();
    expect(after.find(id)?.user).toBe("ann");
    after.close();
  });
});
