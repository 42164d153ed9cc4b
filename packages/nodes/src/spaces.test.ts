/** What `check` says of spaces, with the real node types: before anything runs. */
import { check, describe as table } from "@unclip/engine";
import { expect, test } from "vitest";
import { kinds, nodeTypes } from "./index.ts";

const vocabulary = table(nodeTypes, kinds);
const asset = "0".repeat(64);
const theirs = { type: "embedding-file", params: { asset, space: "ViT-B/32" } };
const ours = { type: "concept", params: { name: "red heart" } };

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
