import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { valueJa } from "./value-ja.ts";

const kinds = readFileSync(new URL("../../../../packages/nodes/src/kinds/kinds.ts", import.meta.url), "utf8");

it("says in Japanese what values say of themselves", () => {
  const lines = [
    ["embedding.image", "image embedding, 256 wide, ‖z‖ = 1.000", "画像の埋め込み、256 次元、‖z‖ = 1.000"],
    ["embedding", "text embedding, 256 wide, ‖z‖ = 0.913", "テキストの埋め込み、256 次元、‖z‖ = 0.913"],
    ["boolean", "yes", "はい"],
    ["seed", "seed 7", "シード 7"],
    ["basis", "96 components of embeddings 256 wide", "256 次元の埋め込みの主成分 96 個"],
    ["codes", "32 codes of 64 buckets", "64 段階の符号 32 個"],
    ["animation", "12 frames of 64×64, 80 ms each", "64×64、12 フレーム、1 フレーム 80 ミリ秒"],
    [
      "encoding",
      '"a zyx"; cut to 32 tokens, the end was not read; not learned: zyx',
      '"a zyx"(先頭の 32 トークンだけを読みました)(学んでいない言葉: zyx)',
    ],
  ] as const;
  for (const [kind, english, japanese] of lines) expect(valueJa(kind, english)).toBe(japanese);
});

it("leaves a user's own words and numbers as they are", () => {
  for (const [kind, text] of [
    ["text", "yes"],
    ["text-list", "seed 7 · no"],
    ["number", "0.5"],
    ["image", "64×64"],
    ["constructor", "seed 7"],
  ] as const)
    expect(valueJa(kind, text)).toBe(text);
});

it("knows the lines that the kinds say", () => {
  for (const part of [
    " wide, ‖z‖ = ",
    '"yes" : "no"',
    "`seed ",
    " tokens, the end was not read",
    "; not learned: ",
    " components of embeddings ",
    " buckets`",
    " frames of ",
    " ms each`",
  ])
    expect(kinds).toContain(part);
});
