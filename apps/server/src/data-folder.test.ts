import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readToken } from "./access/token.ts";
import { openDataFolder } from "./data-folder.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "unclip-data-"));
});
afterEach(() => rmSync(root, { recursive: true }));

describe("the data folder", () => {
  it("is made where there is none, and belongs to one server at a time", () => {
    const folder = openDataFolder(join(root, "new", "folder"));
    expect(() => openDataFolder(folder.path)).toThrow(
      expect.objectContaining({ exitCode: 1, message: expect.stringContaining(`process ${process.pid}`) }),
    );
    folder.unlock();
    openDataFolder(folder.path).unlock();
  });

  it("loses the half-written assets of a server that was killed, and no whole one", () => {
    const shelf = join(root, "assets", "ab");
    mkdirSync(shelf, { recursive: true });
    writeFileSync(join(shelf, "abcd"), "whole");
    writeFileSync(join(shelf, "abce.1234.tmp"), "ha");
    openDataFolder(root).unlock();
    expect(existsSync(join(shelf, "abcd"))).toBe(true);
    expect(existsSync(join(shelf, "abce.1234.tmp"))).toBe(false);
  });

  it("keeps its token, which others cannot read, and replaces one that is none", () => {
    const token = readToken(root);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(readToken(root)).toBe(token);
    if (process.platform !== "win32") expect(statSync(join(root, "token")).mode & 0o077).toBe(0);
    writeFileSync(join(root, "token"), "short");
    expect(readToken(root)).toMatch(/^[\w-]{43}$/);
    rmSync(join(root, "token"));
    mkdirSync(join(root, "token"));
    expect(() => readToken(root)).toThrow(expect.objectContaining({ exitCode: 78 }));
  });
});
