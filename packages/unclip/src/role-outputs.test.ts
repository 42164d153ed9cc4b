import type { Manifest, RoleName, Session } from "@unclip/host";
import { expect, test } from "vitest";
import { checkedOutputs } from "./role-outputs.ts";

const diffusing = {
  file: "m.onnx",
  variance: "fixed-small",
  in: { x: "x", t: "t" },
  out: { prediction: "p" },
};
const manifest = {
  id: "tiny",
  embedding: { width: 4 },
  evaluation: { width: 5 },
  encoding: { length: 6, width: 7 },
  quantizer: { buckets: 8 },
  roles: {
    "text-encoder": { file: "m.onnx", in: { ids: "x" }, out: { embedding: "z", tokens: "s" } },
    "image-encoder": { file: "m.onnx", in: { pixels: "x" }, out: { embedding: "z" } },
    "evaluation-image-encoder": { file: "m.onnx", in: { pixels: "x" }, out: { embedding: "z" } },
    "autoregressive-prior.step": { file: "m.onnx", in: { code: "x" }, out: { logits: "l" } },
    prior: diffusing,
    decoder: { ...diffusing, variance: "drop", shape: [9, 10, 11] },
    "autoencoder.encode": { file: "m.onnx", in: { x: "x" }, out: { latent: "l" } },
    "autoencoder.decode": { file: "m.onnx", in: { latent: "x" }, out: { x: "y" } },
    "upsampler.0": { ...diffusing, to: 12 },
  },
} as unknown as Manifest;

/** Runs two rows through a network whose outputs have these shapes. */
function given(role: RoleName, shapes: Readonly<Record<string, readonly number[]>>) {
  const results = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, { data: new Float32Array(), shape: [...shape] }]),
  );
  const session: Session = { inputs: [], outputs: [], run: async () => results };
  return checkedOutputs(manifest, role, session).run({ x: { data: new Float32Array(), shape: [2, 1] } });
}

test.each<[RoleName, Record<string, number[]>]>([
  ["text-encoder", { z: [2, 4], s: [2, 6, 7] }],
  ["image-encoder", { z: [2, 4] }],
  ["evaluation-image-encoder", { z: [2, 5] }],
  ["autoregressive-prior.step", { l: [2, 8] }],
  ["prior", { p: [2, 4] }],
  ["decoder", { p: [2, 18, 10, 11] }],
  ["autoencoder.encode", { l: [2, 9, 10, 11] }],
  ["autoencoder.decode", { y: [2, 3, 40, 41] }],
  ["upsampler.0", { p: [2, 3, 12, 12] }],
])(
  "what the manifest says of %s is handed on, and nothing that differs in one size",
  async (role, shapes) => {
    expect(Object.keys(await given(role, shapes))).toEqual(Object.keys(shapes));
    for (const [name, shape] of Object.entries(shapes)) {
      const wrong = shape.map((_, axis) => shape.map((size, i) => (i === axis ? size + 1 : size)));
      // Pictures have the size that the autoencoder gives them.
      const open = role === "autoencoder.decode" ? 2 : shape.length;
      for (const other of [...wrong.slice(0, open), shape.slice(0, -1), [...shape, 1], []])
        await expect(given(role, { ...shapes, [name]: other })).rejects.toMatchObject({
          code: "model_contract",
        });
    }
  },
);

test("pack, role and output are named, with what was found and expected", async () => {
  await expect(given("text-encoder", { z: [2, 3], s: [2, 6, 7] })).rejects.toThrow(
    'tiny/m.onnx (text-encoder): the output "z" (embedding) has the shape [2, 3], expected [2, 4] by model.json. Export the role again, or correct the manifest.',
  );
});
