/** If one item of a batch fails, the message names it, for every node type. */
import { expect, test } from "vitest";
import { runGraph } from "./testing/run-graph.ts";

const look = (value: string) => ({ type: "preview", inputs: { value } });
const lines = (...texts: string[]) => ({ type: "text-list", params: { lines: texts } });

test("a label that is no concept", async () => {
  const concept = { type: "concept", inputs: { label: "labels.text" } };
  const graph = { labels: lines("red", "purple", "blue"), concept, look: look("concept.embedding") };
  await expect(runGraph(graph)).rejects.toThrow(/^Item 2 of 3 \("purple"\): .*purple/);
});

test("two captions that are the same, in a text diff", async () => {
  const encode = { type: "clip-text-encode", inputs: { text: "captions.text" } };
  const one = { type: "text", params: { text: "g" } };
  const from = { type: "clip-text-encode", inputs: { text: "one.text" } };
  const image = { type: "concept", params: { label: "red" } };
  const diff = {
    type: "text-diff",
    inputs: { image: "image.embedding", to: "encode.embedding", from: "from.embedding" },
  };
  const graph = {
    captions: lines("r", "b", "g"),
    encode,
    one,
    from,
    image,
    diff,
    look: look("diff.embedding"),
  };
  await expect(runGraph(graph)).rejects.toThrow(/^Item 3 of 3 \("g"\): /);
});

test("embeddings that point away from each other, in a slerp of which the others are fine", async () => {
  const a = { type: "concept", params: { label: "red" } };
  const factors = { type: "range", params: { from: 1, to: -1, count: 2 } };
  const b = { type: "scale", inputs: { a: "a.embedding", k: "factors.value" } };
  const slerp = { type: "slerp", inputs: { a: "a.embedding", b: "b.embedding" } };
  const graph = { a, factors, b, slerp, look: look("slerp.embedding") };
  await expect(runGraph(graph)).rejects.toThrow(/^Item 2 of 2 \("-1"\): /);
});

test("noise of the prior's shape among the decoder's", async () => {
  const shapes = lines("decoder", "prior");
  const noise = { type: "noise", inputs: { shape: "shapes.text" } };
  const decode = { type: "decode", inputs: { noise: "noise.noise" }, params: { steps: 1 } };
  await expect(runGraph({ shapes, noise, decode, look: look("decode.image") })).rejects.toThrow(
    /^Item 2 of 2 \("prior"\): Found noise of shape \[4\]/,
  );
});
