import { describe, expect, test } from "vitest";
import { parseManifest } from "./parse-manifest.ts";

const digest = "0".repeat(64);

// biome-ignore lint/suspicious/noExplicitAny: tests break a manifest in every way
type Broken = any;

/** A manifest that parses, fresh each time, so that a test can break it. */
function manifest(): Broken {
  const diffusing = {
    schedule: "cosine",
    prediction: "sample",
    variance: "fixed-small",
    clip: { kind: "none" },
    spacing: "linspace",
    steps: 25,
  };
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
      "stats.bin": { sha256: digest, bytes: 64, tensors: { none: { dtype: "f32", shape: [8], offset: 32 } } },
    },
    embedding: { joint: "example", width: 8, unitNorm: true },
    encoding: { length: 4, width: 8 },
    tokenizer: { file: "tokenizer.json", length: 4, pad: 0 },
    imagePreprocess: { size: 8, fit: "squash", mean: [0, 0, 0], std: [1, 1, 1] },
    schedules: { cosine: { kind: "cosine", steps: 1000, precision: "f32" } },
    roles: {
      "text-encoder": { file: "model.onnx", in: { ids: "ids" }, out: { embedding: "z", tokens: "s" } },
      "image-encoder": { file: "model.onnx", in: { pixels: "x" }, out: { embedding: "z" } },
      decoder: {
        file: "model.onnx",
        ...diffusing,
        diffuses: "pixels",
        shape: [3, 8, 8],
        guidance: 2,
        nullEmbedding: "stats.bin#none",
        in: { x: "x", t: "t", embedding: "z" },
        out: { prediction: "y" },
      },
    },
  };
}

function messageOf(json: unknown): string {
  try {
    parseManifest(json, "models/example/model.json");
  } catch (error) {
    expect(error).toMatchObject({ name: "HostError", code: "model_invalid" });
    return (error as Error).message;
  }
  throw new Error("it parsed");
}

describe("parseManifest", () => {
  test("takes a good manifest and fills what has a default", () => {
    const parsed = parseManifest(manifest(), "model.json");
    expect(parsed.roles.decoder).toMatchObject({ sampler: "ddpm", batch: 8 });
  });

  test("takes a CLIP that judges, and every spacing of the field", () => {
    const judged = manifest();
    judged.evaluation = { joint: "judge", width: 4, unitNorm: true };
    judged.roles["evaluation-image-encoder"] = judged.roles["image-encoder"];
    judged.roles["evaluation-text-encoder"] = {
      file: "model.onnx",
      in: { ids: "ids" },
      out: { embedding: "z" },
    };
    for (const [spacing, steps] of [
      ["fast27", 27],
      ["trailing", 8],
      [{ kind: "leading", offset: 1 }, 8],
      [{ kind: "sections", counts: [3, 2] }, 5],
      [{ kind: "list", timesteps: [900, 0] }, 2],
    ] as const) {
      Object.assign(judged.roles.decoder, { spacing, steps });
      expect(parseManifest(judged, "model.json").roles.decoder?.spacing).toEqual(spacing);
    }
  });

  test("names file, pointer, what was found and what was expected", () => {
    const broken = manifest();
    broken.roles.decoder.steps = 0;
    broken.roles.decoder.prediction = "noise";
    const message = messageOf(broken);
    expect(message).toContain("models/example/model.json: ");
    expect(message).toContain("at /roles/decoder/steps found 0, expected at least 1");
    expect(message).toContain(
      'at /roles/decoder/prediction found "noise", expected "epsilon" or "sample" or "v"',
    );
  });

  test("says what is missing and what is unknown", () => {
    const broken = manifest();
    delete broken.encoding;
    broken.colour = "red";
    const message = messageOf(broken);
    expect(message).toContain("at /encoding found nothing, expected object");
    expect(message).toContain('the unknown key "colour"');
  });

  test.each([
    [
      "a file outside the list",
      (m: Broken) => (m.roles.decoder.file = "other.onnx"),
      /\/roles\/decoder\/file found "other.onnx"/,
    ],
    [
      "a path instead of a name",
      (m: Broken) => (m.roles.decoder.file = "../other.onnx"),
      /\/roles\/decoder\/file found "..\/other.onnx"/,
    ],
    [
      "a licence text that is not there",
      (m: Broken) => delete m.files.LICENSE,
      /\/license\/text found "LICENSE"/,
    ],
    [
      "an unknown schedule",
      (m: Broken) => (m.roles.decoder.schedule = "linear"),
      /found "linear", expected one of cosine/,
    ],
    [
      "a reference to no tensor",
      (m: Broken) => (m.roles.decoder.nullEmbedding = "stats.bin#x"),
      /found "stats.bin#x"/,
    ],
    [
      "a tensor of another width",
      (m: Broken) => (m.files["stats.bin"].tensors.none.shape = [4]),
      /shape \[4\], expected \[8\]/,
    ],
    [
      "a tensor past the end of its file",
      (m: Broken) => (m.files["stats.bin"].bytes = 60),
      /end at byte 64, expected at most 60/,
    ],
    [
      "latents without an autoencoder",
      (m: Broken) => (m.roles.decoder.diffuses = "latent"),
      /found no autoencoder.decode/,
    ],
    [
      "more steps than levels",
      (m: Broken) => (m.schedules.cosine.steps = 20),
      /\/roles\/decoder\/steps found 25, expected at most/,
    ],
    [
      "two lengths of captions",
      (m: Broken) => (m.tokenizer.length = 5),
      /\/tokenizer\/length found 5, expected 4/,
    ],
    [
      "another number of steps than its list of levels has",
      (m: Broken) => (m.roles.decoder.spacing = { kind: "list", timesteps: [9, 5, 0] }),
      /\/roles\/decoder\/steps found 25, expected 3, the levels of its spacing/,
    ],
    [
      "other sections than steps",
      (m: Broken) => (m.roles.decoder.spacing = { kind: "sections", counts: [10, 10, 3, 2, 2] }),
      /expected 27/,
    ],
    [
      "words that are not there",
      (m: Broken) => (m.tokenizer.words = "words.json"),
      /\/tokenizer\/words found "words.json"/,
    ],
    [
      "a mean gap that is not there",
      (m: Broken) => (m.embedding.meanGap = "stats.bin#gap"),
      /\/embedding\/meanGap found "stats.bin#gap"/,
    ],
    [
      "a judge without a space",
      (m: Broken) => (m.roles["evaluation-image-encoder"] = m.roles["image-encoder"]),
      /\/evaluation found nothing/,
    ],
    [
      "a judge in the model's own space",
      (m: Broken) => (m.evaluation = m.embedding),
      /\/evaluation\/joint found "example", expected another/,
    ],
  ] as [string, (m: Broken) => unknown, RegExp][])("refuses %s", (_, damage, expected) => {
    const broken = manifest();
    damage(broken);
    expect(messageOf(broken)).toMatch(expected);
  });

  test.each([null, 3, "text", []])("refuses %j with a sentence", (json) => {
    expect(messageOf(json)).toContain("expected object");
  });
});
