/** Outputs on request in whole graphs: the steps of a diffusion as a batch of pictures, and all candidates of a prior. */
import { RunCache } from "@unclip/engine";
import { expect, test } from "vitest";
import { runGraph } from "./testing/run-graph.ts";

const drawn = {
  captions: { type: "text-list", params: { lines: ["r", "g"] } },
  encode: { type: "clip-text-encode", inputs: { text: "captions.text" } },
  prior: {
    type: "diffusion-prior",
    params: { steps: 2, candidates: 3 },
    inputs: { text: "encode.text" },
  },
  decode: { type: "decode", params: { steps: 3 }, inputs: { embedding: "prior.embedding" } },
  picture: { type: "preview", inputs: { value: "decode.image" } },
};

test("the trace is a picture a step, labelled, of one item after the other; the last is the result", async () => {
  const cache = new RunCache();
  const before = await runGraph(drawn, cache);
  expect(Object.keys(before.get("decode")!.outputs)).toEqual(["image"]);
  const film = { type: "preview", inputs: { value: "decode.trace" } };
  const play = { type: "animate", inputs: { image: "decode.trace" } };
  const after = await runGraph({ ...drawn, film, play }, cache);
  const { items, labels } = after.get("film")!.outputs.value!;
  const steps = ["step 1 of 3", "step 2 of 3", "step 3 of 3"];
  expect(labels).toEqual(["r", "g"].flatMap((caption) => steps.map((step) => `${caption}, ${step}`)));
  const pictures = before.get("picture")!.outputs.value!.items.map(({ asset }) => asset!.id);
  expect([items[2]!.asset!.id, items[5]!.asset!.id]).toEqual(pictures);
  expect(after.get("play")!.outputs.animation!.items[0]!.facts).toMatchObject({ frames: 6 });
  // Results computed without the trace are unchanged.
  expect([after.get("prior")!.cached, after.get("picture")!.cached]).toEqual([true, true]);
});

test("candidates are all that were drawn, with their dot products, and rerank finds the one that was kept", async () => {
  const kept = { type: "rerank", inputs: { embedding: "prior.candidates", text: "encode.embedding" } };
  const look = { type: "preview", inputs: { value: "kept.embedding" } };
  const one = { type: "text", params: { text: "rrg" } };
  const { captions: _, ...rest } = drawn;
  const encode = { ...rest.encode, inputs: { text: "one.text" } };
  const ran = await runGraph({ ...rest, one, encode, kept, look });
  const { candidates, dots, embedding } = ran.get("prior")!.outputs;
  const values = dots!.items[0]!.facts!.values as readonly number[];
  expect(candidates!.labels).toEqual(values.map((dot, i) => `candidate ${i + 1}: ${dot.toFixed(3)}`));
  expect(candidates!.items).toHaveLength(3);
  expect(ran.get("look")!.outputs.value!.items[0]!.text).toBe(embedding!.items[0]!.text);
});
