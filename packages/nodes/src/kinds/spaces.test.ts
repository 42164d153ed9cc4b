/** Problems with spaces that `check` finds before a run, with the real node types. */
import { check, describe as table } from "@unclip/engine";
import { expect, test } from "vitest";
import { kinds, nodeTypes } from "../index.ts";

const vocabulary = table(nodeTypes, kinds);
const asset = "0".repeat(64);
const theirs = { type: "embedding-file", params: { asset, space: "ViT-B/32" } };
const ours = { type: "concept", params: { label: "red heart" } };

type Graph = Parameters<typeof check>[0];

function problems(nodes: Graph["nodes"]): string[] {
  const graph: Graph = { unclip: 1, title: "T", model: "emoji", nodes };
  const found = check(graph, vocabulary, {
    spaceOf: (model) => (model === "emoji" ? "emoji-clip" : undefined),
  });
  return found
    .filter(({ code }) => code === "space_mismatch" || code === "substitution")
    .map((p) => p.message);
}

test("an embedding of another joint space cannot be decoded, and both spaces are named", () => {
  const decode = { type: "decode", inputs: { embedding: "theirs.embedding" } };
  expect(problems({ theirs, decode })).toEqual([
    'decode.embedding: a value of the space "ViT-B/32" from theirs.embedding; expected "emoji-clip", the space of the graph\'s model. Make both with the same model.',
  ]);
});

test("embeddings of two spaces do not meet, wherever they came through", () => {
  const pick = { type: "pick", inputs: { value: "theirs.embedding" } };
  const twice = { type: "scale", inputs: { a: "pick.value" } };
  const slerp = { type: "slerp", inputs: { a: "ours.embedding", b: "twice.embedding" } };
  expect(problems({ ours, theirs, pick, twice, slerp })).toEqual([
    expect.stringMatching(/^slerp\.b: .*"ViT-B\/32".*"emoji-clip"/),
  ]);
});

test("embeddings of one other space can be worked with among themselves", () => {
  const mean = { type: "mean", inputs: { embedding: "theirs.embedding" } };
  const similarity = { type: "similarity", inputs: { a: "mean.embedding", b: "theirs.text" } };
  const look = { type: "preview", inputs: { value: "mean.embedding" } };
  expect(problems({ theirs, mean, similarity, look })).toEqual([]);
});

test("a file of the model's own space is like any of its embeddings, and a text embedding is remarked on", () => {
  const file = { type: "embedding-file", params: { asset } };
  const slerp = { type: "slerp", inputs: { a: "ours.embedding", b: "file.text" } };
  const decode = { type: "decode", inputs: { embedding: "file.text" } };
  expect(problems({ ours, file, slerp, decode })).toEqual([expect.stringContaining("Figure 8")]);
});

/** Node types that pass a value through, with its input and its output port. */
const through: [type: string, into: string, out: string, others: Record<string, string>][] = [
  ["add", "a", "embedding", { b: "theirs.embedding" }],
  ["subtract", "a", "embedding", { b: "theirs.embedding" }],
  ["scale", "a", "embedding", {}],
  ["normalize", "a", "embedding", {}],
  ["lerp", "a", "embedding", { b: "theirs.embedding" }],
  ["slerp", "a", "embedding", { b: "theirs.text" }],
  ["mean", "embedding", "embedding", {}],
  ["expression", "a", "embedding", { b: "theirs.embedding", f: "theirs.text" }],
  ["path", "embedding", "embedding", {}],
  ["jitter", "embedding", "embedding", {}],
  ["pca-reconstruct", "embedding", "embedding", {}],
  ["rerank", "embedding", "embedding", { text: "theirs.text" }],
  ["join", "a", "value", { b: "theirs.embedding", c: "theirs.embedding" }],
  ["pick", "value", "value", {}],
  ["repeat", "value", "value", {}],
  ["pairs", "rows", "row", { columns: "ours.embedding" }],
];

test("every node type that gives back what it takes in is looked through here", () => {
  const passing = Object.values(vocabulary.nodeTypes).filter(({ inputs, outputs }) =>
    Object.values(outputs).some(
      ({ as }) => as !== undefined && inputs[as]?.kind.match(/^(embedding|anything)$/),
    ),
  );
  // A basis of embeddings and views of them are not embeddings.
  const others = ["pca-fit", "preview", "embedding-map"];
  expect(
    passing
      .map(({ type }) => type)
      .filter((type) => !others.includes(type))
      .sort(),
  ).toEqual(through.map(([type]) => type).sort());
});

test.each(through)("the space of what enters %s travels on", (type, into, out, others) => {
  const work = { type, inputs: { [into]: "theirs.embedding", ...others } };
  const twice = { type: "scale", inputs: { a: `work.${out}` } };
  const decode = { type: "decode", inputs: { embedding: "twice.embedding" } };
  expect(problems({ ours, theirs, work, twice, decode })).toEqual([
    expect.stringMatching(/^decode\.embedding: .*"ViT-B\/32".*"emoji-clip"/),
  ]);
});

test.each([
  ["add", "a", "b"],
  ["subtract", "a", "b"],
  ["lerp", "a", "b"],
  ["slerp", "a", "b"],
  ["expression", "a", "d"],
  ["similarity", "a", "b"],
  ["join", "a", "b"],
  ["join", "a", "d"],
  ["rerank", "embedding", "text"],
  ["clip-score", "embedding", "text"],
  ["frechet-distance", "made", "reference"],
])("%s does not let two spaces meet at %s and %s", (type, first, second) => {
  const port = second === "text" ? "text" : "embedding";
  const meet = { type, inputs: { [first]: "ours.embedding", [second]: `theirs.${port}` } };
  const codes = check({ unclip: 1, title: "T", model: "emoji", nodes: { ours, theirs, meet } }, vocabulary, {
    spaceOf: () => "emoji-clip",
  }).map(({ code, port }) => `${code} ${port}`);
  expect(codes).toContain(`space_mismatch ${second}`);
});

test("the codes and bases of another space stay with it", () => {
  const fit = { type: "pca-fit", inputs: { embedding: "theirs.embedding" } };
  const rungs = { type: "pca-reconstruct", inputs: { basis: "fit.basis", embedding: "ours.embedding" } };
  expect(problems({ ours, theirs, fit, rungs })).toEqual([expect.stringMatching(/^rungs\./)]);
  const codes = { type: "quantize", inputs: { embedding: "theirs.embedding" } };
  expect(problems({ theirs, codes })).toEqual([expect.stringMatching(/^codes\.embedding/)]);
});

test("what the evaluation CLIP sees can be measured and not drawn", () => {
  const picture = { type: "image", params: { asset } };
  const words = { type: "text", params: { text: "a dog" } };
  const see = { type: "evaluation-image-encode", inputs: { image: "picture.image" } };
  const read = { type: "evaluation-text-encode", inputs: { text: "words.text" } };
  const nodes = { picture, words, see, read };
  const score = { type: "clip-score", inputs: { embedding: "see.embedding", text: "read.embedding" } };
  expect(problems({ ...nodes, score })).toEqual([]);
  const order = { type: "rerank", inputs: { embedding: "see.embedding", text: "read.embedding" } };
  expect(problems({ ...nodes, order })).toEqual([]);
  const decode = { type: "decode", inputs: { embedding: "order.embedding" } };
  expect(problems({ ...nodes, order, decode })).toEqual([
    expect.stringMatching(/^decode\.embedding: .*"evaluation".*"emoji-clip"/),
  ]);
});

test("join takes values of one kind, seeds among numbers too", () => {
  const graph = (b: string): Graph => ({
    unclip: 1,
    title: "T",
    model: "emoji",
    nodes: {
      n: { type: "number" },
      s: { type: "seeds" },
      t: { type: "text" },
      ours,
      encode: { type: "clip-text-encode", inputs: { text: "t.text" } },
      j: {
        type: "join",
        inputs: { a: b === "t.text" ? "n.value" : b === "s.seed" ? "n.value" : "ours.embedding", b },
      },
      show: { type: "preview", inputs: { value: "j.value" } },
    },
  });
  const codes = (b: string) =>
    check(graph(b), vocabulary).map(({ code, node, port }) => `${code} ${node}.${port}`);
  expect(codes("s.seed")).toEqual([]);
  expect(codes("t.text")).toEqual(["kind_mismatch j.b"]);
  expect(codes("encode.embedding")).toEqual(["kind_mismatch j.b"]);
});
