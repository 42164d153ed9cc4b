import { describe as tables } from "@unclip/engine";
import { kinds, nodeTypes } from "@unclip/nodes";
import { expect, it } from "vitest";
import { nodeWordsJa } from "./node-words-ja.ts";
import { inWords } from "./spoken-vocabulary.ts";

const vocabulary = tables(nodeTypes, kinds);

it("has Japanese for every word of every node type: add what is missing to node-titles-ja.ts and node-abouts-ja.ts", () => {
  const missing = new Set<string>();
  inWords(
    vocabulary,
    new Proxy(nodeWordsJa, {
      getOwnPropertyDescriptor(words, text) {
        if (text !== "" && !Object.hasOwn(words, text)) missing.add(String(text));
        return Reflect.getOwnPropertyDescriptor(words, text);
      },
    }),
  );
  expect([...missing]).toEqual([]);
});

it("changes words and nothing else", () => {
  const spoken = inWords(vocabulary, nodeWordsJa);
  expect(Object.keys(spoken.nodeTypes)).toEqual(Object.keys(vocabulary.nodeTypes));
  const { prior, before } = {
    prior: spoken.nodeTypes["diffusion-prior"]!,
    before: vocabulary.nodeTypes["diffusion-prior"]!,
  };
  expect(prior.title).toBe("拡散プライア");
  expect(prior.params.steps).toMatchObject({ title: "ステップ数", default: before.params.steps!.default });
  expect(prior.group).toBe(before.group);
});
