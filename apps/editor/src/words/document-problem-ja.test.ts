import { readdirSync, readFileSync } from "node:fs";
import { ChangeError, GraphError, parseGraph } from "@unclip/graph";
import { expect, it } from "vitest";
import { changeErrorJa, documentProblems, graphErrorJa, refusals } from "./document-problem-ja.ts";

it("has words for every code that the parser's sources name", () => {
  const folder = new URL("../../../../packages/graph/src/", import.meta.url);
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "change.ts")
    .map((name) => readFileSync(new URL(name, folder), "utf8"));
  const named = sources.flatMap((source) => [
    ...source.matchAll(/\bcode: "(\w+)"|refuse\(\s*"(\w+)"|^ *(?:if .+)?return "(\w+_\w+)";$/gm),
  ]);
  const codes = new Set(named.map(([, a, b, c]) => a ?? b ?? c ?? ""));
  expect(codes.size).toBeGreaterThan(15);
  expect([...codes].filter((code) => !Object.hasOwn(documentProblems, code))).toEqual([]);
});

it("has words for every edit that the document refuses", () => {
  const folder = new URL("../../../../packages/graph/src/", import.meta.url);
  const thrown = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .flatMap((name) => [
      ...readFileSync(new URL(name, folder), "utf8").matchAll(/new ChangeError\(\s*"(\w+)"/g),
    ]);
  const codes = new Set(thrown.map(([, code]) => code ?? ""));
  expect(codes.size).toBeGreaterThan(5);
  expect([...codes].filter((code) => !Object.hasOwn(refusals, code))).toEqual([]);
  expect(changeErrorJa(new ChangeError("id_taken", '"decode" is taken; choose another id.'))).toBe(
    '"decode" はほかのノードの ID です。別の名前にしてください。',
  );
});

it("tells what, where and how much more", () => {
  const told = (text: string) => {
    try {
      return parseGraph(text).title;
    } catch (error) {
      if (error instanceof GraphError) return graphErrorJa(error);
      throw error;
    }
  };
  expect(told("")).toBe("中身が空です。グラフの JSON が必要です。");
  expect(told('{"unclip": 99}')).toMatch(/^形式のバージョンが違います。.+\(\/unclip\)。$/);
  expect(told('{"unclip": 1, "title": "T", "model": "m", "nodes": {}, "a": 1, "b": 2}')).toBe(
    '"a" はこの形式にない項目です。綴りを確かめるか、消してください(/a)。(ほか 1 件)',
  );
});
