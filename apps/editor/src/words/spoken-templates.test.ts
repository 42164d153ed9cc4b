import { readdirSync, readFileSync } from "node:fs";
import { parseGraph } from "@unclip/graph";
import { expect, it } from "vitest";
import { inWords } from "./spoken-templates.ts";
import { templatesJa } from "./templates-ja.ts";

const folder = new URL("../../../../graphs/", import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.slice(0, -".json".length));
const japanese = /[\u3040-\u30ff\u4e00-\u9fff]|4×4/;

it.each(names)("%s has a title, a description and notes in Japanese, and computes the same", (name) => {
  const graph = parseGraph(readFileSync(new URL(`${name}.json`, folder), "utf8"));
  const words = templatesJa[name];
  expect(words, "add it to templates-ja.ts").toBeDefined();
  expect(Object.keys(words!.notes).sort()).toEqual(Object.keys(graph.notes ?? {}).sort());
  const spoken = inWords(graph, words);
  const told = [
    spoken.title,
    spoken.about ?? "",
    ...Object.values(spoken.notes ?? {}).map((note) => note.text),
  ];
  expect(told.filter((text) => !japanese.test(text))).toEqual([]);
  expect(spoken.nodes).toBe(graph.nodes);
  // Links lead to the same templates.
  const links = (texts: readonly string[]) =>
    texts.flatMap((text) => text.match(/\(template:[\w-]+\)/g) ?? []);
  expect(links(told)).toEqual(links(Object.values(graph.notes ?? {}).map(({ text }) => text)));
});

it("has words for no template that is gone", () => {
  expect(Object.keys(templatesJa).filter((name) => !names.includes(name))).toEqual([]);
});
