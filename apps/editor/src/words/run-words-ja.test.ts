import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { remarkJa, runErrorJa, runErrors } from "./run-words-ja.ts";

const root = new URL("../../../../", import.meta.url).pathname;
const sources = globSync(
  [
    "packages/{diffusion,engine,host,nodes,tensor,unclip}/src/**/*.ts",
    "apps/server/src/{queue,runner,store}/*.ts",
  ],
  { cwd: root },
)
  .filter((path) => !/\.test\.ts$|\/testing\//.test(path))
  .map((path) => readFileSync(root + path, "utf8"));

it("has words for every code that a node, a host or a runner may fail with", () => {
  const thrown = sources.flatMap((source) => [
    ...source.matchAll(
      /new (?:Node|Host|Tensor|Diffusion)Error\(\s*"(\w+)"|code: "(runner_\w+|budget_\w+|quota_stored|interrupted)"/g,
    ),
  ]);
  const codes = new Set(thrown.map(([, a, b]) => a ?? b ?? ""));
  expect(codes.size).toBeGreaterThan(40);
  expect([...codes].filter((code) => !Object.hasOwn(runErrors, code))).toEqual([]);
});

it("keeps what is particular to the case, and says which item of a batch it was", () => {
  const message =
    'Item 3 of 4 ("b"): Found 300 dimensions, expected at most 256, what the basis has. Lower it.';
  expect(runErrorJa({ code: "dims_range", message })).toBe(
    `4 項目中 3 番目: 主成分の数が多すぎます。減らしてください。(${message})`,
  );
  expect(runErrorJa({ code: "of_a_plugin", message: "Own words." })).toBe("Own words.");
});

it("says in Japanese what nodes remark", () => {
  const said = [
    'The caption is longer than the model reads (32 tokens): "the end" was left out. Say it in fewer words.',
    '"zyx" is a word that the model has not learned; it guesses.',
    '"zyx", "qqx" are words that the model has not learned. It takes "a zyx of qqx" for something like fox, ox.',
    '"❤️" is a symbol that the model has not learned; it guesses.',
    '"心", "❤️" are words or symbols that the model has not learned. It takes "心 ❤️" for something like fox.',
    '"12345", "678" are numbers that the model has not learned; it guesses.',
    "The caption is empty: it stands for any picture. Write what to draw.",
    "Clipping x̂₀ cannot be undone: invert and sample with clip none to return to the picture.",
    "Guidance makes inversion unstable: invert and sample with guidance 1 to return to the picture.",
    "x_T was found for DDIM: sample with ddim to return to the picture.",
    "Seed 4294967297 draws the same noise as seed 1: PyTorch reads only the low 32 bits of a seed, and so does the decoder. Use seeds below 4294967296 for different pictures.",
    "Each caption has one candidate, so there is nothing to rank. Draw more candidates of each.",
  ];
  const japanese = said.map(remarkJa);
  for (const text of japanese) expect(text).toMatch(/[ぁ-ん]/);
  expect(japanese[2]).toBe(
    '"zyx", "qqx" はモデルが学んでいない言葉です。"a zyx of qqx" を fox, ox のようなものと見ています。',
  );
  expect(japanese[3]).toBe('"❤️" はモデルが学んでいない記号です。推測で描きます。');
  expect(japanese[4]).toBe(
    '"心", "❤️" はモデルが学んでいない言葉や記号です。"心 ❤️" を fox のようなものと見ています。',
  );
  // The sentences above are those that the sources say.
  const all = sources.join("\n");
  for (const start of [
    "The caption is longer than the model reads (",
    "that the model has not learned",
    ...said.slice(6, 10),
    "draws the same noise as seed",
  ])
    expect(all).toContain(start);
});
