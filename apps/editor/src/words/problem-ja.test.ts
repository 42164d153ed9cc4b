/** Every problem that the engine can tell has Japanese words: made by graphs that are wrong in each way. */
import { readdirSync, readFileSync } from "node:fs";
import { check, PlanError, type Problem, plan, describe as tables } from "@unclip/engine";
import type { Graph, GraphNode, Part } from "@unclip/graph";
import { kinds, nodeTypes } from "@unclip/nodes";
import { expect, it } from "vitest";
import { useSettings } from "../view/settings.ts";
import { nodeWordsJa } from "./node-words-ja.ts";
import { problemForms } from "./problem-ja.ts";
import { inTheirWords } from "./spoken-problem.ts";
import { inWords } from "./spoken-vocabulary.ts";

const vocabulary = tables(nodeTypes, kinds);
const spoken = inWords(vocabulary, nodeWordsJa);
const text: GraphNode = { type: "text" };
const shown = (ref: string): GraphNode => ({ type: "preview", inputs: { value: ref } });
const prior = { type: "diffusion-prior", inputs: { text: "t.text" } };
const encode = { type: "clip-text-encode", inputs: { text: "c.text" } };
const part = (nodes: Part["nodes"]): Part => ({ title: "P", nodes, inputs: {}, outputs: {} });
/** Each level uses the one below twice. */
const deep = Object.fromEntries(
  Array.from({ length: 18 }, (_, k) => [
    `p${k}`,
    part(k === 0 ? { a: text, b: text } : { a: { type: `part:p${k - 1}` }, b: { type: `part:p${k - 1}` } }),
  ]),
);

/** Parts within parts, as deep as `depth`. */
const within = (depth: number, inner: Part["nodes"], id = "u") =>
  Object.fromEntries(
    Array.from({ length: depth }, (_, k) => [
      `p${k}`,
      part(k === depth - 1 ? inner : { [id]: { type: `part:p${k + 1}` } }),
    ]),
  );
const many = (count: number, node: GraphNode) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`n${i}`, node]));
const params = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`x${i}`, 1]));

const wrong: readonly (readonly [Graph["nodes"], Graph["parts"]?])[] = [
  [{ a: { type: "txt" } }],
  [{ a: { type: "qqqqqqqqqqqq" } }],
  [{ a: { type: "part:x" } }],
  [{ a: { type: "part:x" } }, { other: part({}) }],
  [{ a: { type: "part:p" } }, { p: part({ i: { type: "part:p" } }) }],
  [{ a: { type: "part:p17" } }, deep],
  [{ a: text, b: { ...text, inputs: { nope: "a.text" } } }],
  [{ a: { type: "part:p", params: { nope: 1 } } }, { p: part({ i: text }) }],
  [{ a: { type: "clip-text-encode", inputs: { text: "gone.text" } }, s: shown("a.nothing") }],
  [{ a: { type: "part:p" }, s: shown("a.nothing") }, { p: part({ i: text }) }],
  [{ c: text, d: { type: "decode", inputs: { embedding: "c.text" } }, s: shown("d.image") }],
  [{ c: text, t: encode, d: { type: "decode", inputs: { embedding: "t.embedding" } }, s: shown("d.image") }],
  [
    {
      c: text,
      t: encode,
      p: prior,
      m: { type: "slerp", inputs: { a: "p.embedding", b: "t.embedding" } },
      s: shown("m.embedding"),
    },
  ],
  [
    {
      c: text,
      e: { type: "evaluation-text-encode", inputs: { text: "c.text" } },
      n: { type: "nearest", inputs: { embedding: "e.embedding" } },
    },
  ],
  [
    {
      c: text,
      t: encode,
      e: { type: "evaluation-text-encode", inputs: { text: "c.text" } },
      n: { type: "similarity", inputs: { a: "t.embedding", b: "e.embedding" } },
    },
  ],
  [
    {
      r: { type: "range", params: { count: 100 } },
      p: { type: "pairs", inputs: { rows: "r.value", columns: "r.value" } },
      s: shown("p.row"),
    },
  ],
  [{ d: { type: "decode", params: { embedding: 1 } } }],
  [{ t: { ...text, params: { nope: 1 } }, e: { type: "clip-text-encode", params: { nope: 1 } } }],
  [{ t: { ...text, params: { text: 7 } } }],
  [{ t: { ...text, params: { text: "long ".repeat(9000) } } }],
  [{ r: { type: "range", params: { count: 1.5, from: 1e9, to: "far" } } }],
  [{ p: { type: "diffusion-prior", params: { steps: 1e9, seed: -1, sampler: "nope" } } }],
  [{ i: { type: "image", params: { picture: "ab", image: "ab" } }, l: { type: "image" } }],
  [{ f: { type: "embedding-file" }, l: { type: "text-list", params: { lines: Array(999).fill("a") } } }],
  [{ l: { type: "text-list", params: { lines: 3 } }, a: { type: "animate", params: { bounce: 3 } } }],
  [
    {
      a: { type: "slerp", inputs: { a: "b.embedding", b: "b.embedding" } },
      b: { type: "slerp", inputs: { a: "a.embedding", b: "a.embedding" } },
    },
  ],
  [{ c: { ...text, off: "mute" }, t: encode, s: shown("t.embedding") }],
  [{ u: { type: "part:p0" } }, within(40, { t: text })],
  [many(200, { type: "part:p0" }), within(1, { t: { ...text, params } })],
  [{ u: { type: "part:p0" } }, within(30, many(3000, text), "u".repeat(64))],
  [many(150, { type: "txt" })],
  [{ t: { ...text, off: "mute" }, ...many(150, shown("t.text")) }],
  [
    { t: text, u: { type: "part:p", params: { nope: 1 } } },
    { p: { ...part({ t: text }), inputs: many(30, text) as never } },
  ],
];
const graphOf = (nodes: Graph["nodes"], parts?: Graph["parts"]): Graph => ({
  unclip: 1,
  title: "T",
  model: "emoji",
  nodes,
  ...(parts ? { parts } : {}),
});

function planned(targets: readonly string[]): readonly Problem[] {
  const graph = graphOf({ c: { ...text, off: "mute" }, d: text, s: shown("d.text") });
  try {
    plan(graph, vocabulary, { targets, fingerprint: "" });
    return [];
  } catch (error) {
    if (error instanceof PlanError) return error.problems;
    throw error;
  }
}

const problems = [
  ...wrong.flatMap(([nodes, parts]) =>
    check(graphOf(nodes, parts), vocabulary, { spaceOf: () => "emoji-space" }),
  ),
  ...check(graphOf({ c: text }), { ...vocabulary, nodeTypes: { text: vocabulary.nodeTypes.text! } }),
  ...[["gone"], ["c"], []].flatMap(planned),
];

it("has words for every code that the engine's sources name", () => {
  const folder = new URL("../../../../packages/engine/src/", import.meta.url);
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => readFileSync(new URL(name, folder), "utf8"))
    .filter((source) => /from "[^"]*\/problem\.ts"/.test(source) || source.includes("interface ParamFault"));
  const codes = new Set(
    sources.flatMap((source) => [...source.matchAll(/\bcode: "(\w+)"/g)].map(([, c]) => c)),
  );
  expect(codes.size).toBeGreaterThan(15);
  expect([...codes].filter((code) => !Object.hasOwn(problemForms, code ?? ""))).toEqual([]);
  // The graphs above make every one of them.
  expect([...codes].filter((code) => problems.every((problem) => problem.code !== code))).toEqual([]);
});

it("says all of each problem in Japanese: add what is missing to problem-ja.ts", () => {
  useSettings.setState({ language: "ja" });
  const told = inTheirWords(problems, vocabulary, spoken);
  useSettings.setState({ language: "en" });
  const english = told.flatMap(({ code, found, expected, remedy }) =>
    [found, expected, remedy]
      .filter((part) =>
        /\b(a|an|the|of|to|from|or|and|it|no|one|at|least|most|which|that|is)\b/.test(unquoted(part)),
      )
      .map((part) => `${code}: ${part}`),
  );
  expect(english).toEqual([]);
  const missing = told.find(({ code }) => code === "input_missing");
  expect(missing?.message).toBe(
    'e.text: 入力 "text" がつながっていません。テキストを受け取ります。たとえば text ノードをつないでください。',
  );
});

function unquoted(part: string): string {
  return part.replace(/"[^"]*"/g, "").replace(/[\w-]+ (?=ノード|→)|→ [\w-]+/g, "");
}
