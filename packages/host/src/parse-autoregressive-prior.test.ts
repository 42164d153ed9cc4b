import { expect, test } from "vitest";
import { parseManifest } from "./parse-manifest.ts";

const digest = "0".repeat(64);

// biome-ignore lint/suspicious/noExplicitAny: tests break a manifest in every way
type Broken = any;

/** A manifest with an autoregressive prior of two codes of four buckets. */
function manifest(): Broken {
  const tensors = Object.fromEntries(
    [
      ["mean", [8]],
      ["basis", [2, 8]],
      ["edges", [2, 3]],
      ["values", [2, 4]],
    ].map(([name, shape]) => [name, { dtype: "f32", shape, offset: 0 }]),
  );
  return {
    format: "unclip-pack/1",
    id: "example",
    title: "Example",
    about: "",
    license: { spdx: "CC0-1.0", text: "LICENSE" },
    provenance: {},
    files: {
      LICENSE: { sha256: digest, bytes: 10 },
      "tokenizer.json": { sha256: digest, bytes: 10 },
      "model.onnx": { sha256: digest, bytes: 10 },
      "stats.bin": { sha256: digest, bytes: 64, tensors },
    },
    embedding: { joint: "example", width: 8, unitNorm: true },
    encoding: { length: 4, width: 8 },
    tokenizer: { file: "tokenizer.json", length: 4, pad: 0 },
    imagePreprocess: { size: 8, fit: "squash", mean: [0, 0, 0], std: [1, 1, 1] },
    schedules: {},
    roles: {
      "text-encoder": { file: "model.onnx", in: { ids: "ids" }, out: { embedding: "z", tokens: "s" } },
      "image-encoder": { file: "model.onnx", in: { pixels: "x" }, out: { embedding: "z" } },
      "autoregressive-prior": {
        file: "model.onnx",
        guidance: 2,
        dots: 8,
        in: { embedding: "z", tokens: "s", mask: "m", dot: "dot" },
        out: { logits: "logits", keys: "keys", values: "values" },
      },
      "autoregressive-prior.step": {
        file: "model.onnx",
        in: { code: "code", index: "index", mask: "m", keys: "past_keys", values: "past_values" },
        out: { logits: "logits", keys: "keys", values: "values" },
      },
    },
    quantizer: {
      mean: "stats.bin#mean",
      basis: "stats.bin#basis",
      edges: "stats.bin#edges",
      values: "stats.bin#values",
      count: 2,
      buckets: 4,
    },
  };
}

test("an autoregressive prior draws with the paper's settings unless the pack says otherwise", () => {
  expect(parseManifest(manifest(), "model.json").roles["autoregressive-prior"]).toMatchObject({
    temperature: 1,
    topP: 1,
    percentile: 50,
    batch: 8,
  });
});

test.each([
  ["one of its two files", (m) => delete m.roles["autoregressive-prior.step"], /expected both or neither/],
  ["no quantizer", (m) => delete m.quantizer, /\/quantizer found nothing/],
  [
    "edges of other buckets",
    (m) => (m.quantizer.buckets = 5),
    /\/quantizer\/edges found .*expected \[2, 4\]/,
  ],
  [
    "a null bucket beyond the last",
    (m) => (m.roles["autoregressive-prior"].nullDot = 8),
    /nullDot found 8, expected at most 7/,
  ],
  ["a percentile of 100", (m) => (m.roles["autoregressive-prior"].percentile = 100), /percentile found 100/],
] as [string, (m: Broken) => unknown, RegExp][])("refuses %s", (_, damage, expected) => {
  const broken = manifest();
  damage(broken);
  expect(() => parseManifest(broken, "model.json")).toThrow(
    expect.objectContaining({ code: "model_invalid", message: expect.stringMatching(expected) }),
  );
});
