/** The list of node types, and that each has a test in the folder of its group. */
import { expect, test } from "vitest";
import { nodeTypes } from "./index.ts";

/** The node types of the design, by group. */
const table: Readonly<Record<string, readonly string[]>> = {
  inputs: [
    "text",
    "text-list",
    "number",
    "seeds",
    "range",
    "image",
    "image-list",
    "embedding-file",
    "concept",
  ],
  CLIP: ["clip-text-encode", "clip-image-encode", "similarity", "nearest", "classify"],
  prior: ["diffusion-prior", "autoregressive-prior", "mean-gap", "rerank"],
  decoder: ["decode", "ddim-invert"],
  upsamplers: ["upsample"],
  arithmetic: [
    "add",
    "subtract",
    "scale",
    "mean",
    "normalize",
    "lerp",
    "slerp",
    "text-diff",
    "expression",
    "path",
    "jitter",
  ],
  PCA: ["pca-fit", "pca-basis", "pca-project", "pca-reconstruct", "quantize", "dequantize"],
  noise: ["noise", "noise-slerp"],
  batch: ["join", "pick", "repeat", "pairs"],
  looking: ["preview", "save-image", "grid", "compare", "animate", "embedding-map", "plot", "table"],
  measuring: [
    "evaluation-text-encode",
    "evaluation-image-encode",
    "clip-score",
    "diversity",
    "frechet-distance",
    "precision-recall",
    "cmmd",
  ],
};

test("has every node type, each in its group, and no other", () => {
  const found = [...nodeTypes.values()].map(({ type, group }) => `${group}: ${type}`);
  const expected = Object.entries(table).flatMap(([group, types]) =>
    types.map((type) => `${group}: ${type}`),
  );
  expect(found.sort()).toEqual(expected.sort());
});

const tests = Object.entries(
  import.meta.glob<string>("./*/*.test.ts", { query: "?raw", import: "default", eager: true }),
);

test.each([...nodeTypes.values()].map(({ type, group }) => [type, group.toLowerCase()]))(
  "%s has a test in the folder of its group, %s",
  (type, folder) => {
    const beside = tests.filter(([file]) => file.startsWith(`./${folder}/`));
    expect(beside.some(([, source]) => source.includes(`from "./${type}.ts"`))).toBe(true);
  },
);
