/** The pack `contract`: one-operator models that the host contract runs. */
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import type { MemoryModel } from "@unclip/host/memory";
import { ModelProtoSchema, StringStringEntryProtoSchema, TensorProto_DataLocation } from "onnx-buf";
import { onnxModel } from "../packs/onnx-model.ts";

const vector = { type: "float32", shape: ["batch"] } as const;
const unary = (operator: string) =>
  onnxModel({ x: vector }, { y: vector }, (b) => ({ y: b.op(operator, ["x"]) }));
const types = { n: { type: "int64", shape: [] }, m: { type: "bool", shape: ["batch"] } } as const;
const text = (value: string) => new TextEncoder().encode(value);
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Adds 2.5, which is kept in the file `beside.onnx_data`. */
function modelWithWeightsBeside(): Uint8Array {
  const inside = onnxModel({ x: vector }, { y: vector }, (b) => ({
    y: b.op("Add", ["x", b.weight({ data: Float32Array.of(2.5), shape: [1] })]),
  }));
  const model = fromBinary(ModelProtoSchema, inside);
  const [weights] = model.graph!.initializer;
  weights!.rawData = new Uint8Array();
  weights!.dataLocation = TensorProto_DataLocation.EXTERNAL;
  weights!.externalData = [
    create(StringStringEntryProtoSchema, { key: "location", value: "beside.onnx_data" }),
  ];
  return toBinary(ModelProtoSchema, model);
}

const files: Readonly<Record<string, Uint8Array>> = {
  LICENSE: text("Public domain.\n"),
  "tokenizer.json": text("{}"),
  "changed.bin": text("changed"),
  "neg.onnx": unary("Neg"),
  "log.onnx": unary("Log"),
  "types.onnx": onnxModel(types, { y: vector }, (b) => ({
    y: b.op("Mul", [b.op("Cast", ["m"], { to: 1 }), b.op("Cast", ["n"], { to: 1 })]),
  })),
  "ints.onnx": onnxModel({ x: vector }, { y: { type: "int64", shape: ["batch"] } }, (b) => ({
    y: b.op("Cast", ["x"], { to: 7 }),
  })),
  "beside.onnx": modelWithWeightsBeside(),
  "beside.onnx_data": new Uint8Array(Float32Array.of(2.5).buffer),
};

const manifest = {
  format: "unclip-pack/1",
  id: "contract",
  title: "Contract",
  about: "",
  license: { spdx: "CC0-1.0", text: "LICENSE" },
  provenance: {},
  files: Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [
      name,
      // One file is not what its manifest says.
      { bytes: bytes.length, sha256: sha256(name === "changed.bin" ? text("as it was") : bytes) },
    ]),
  ),
  embedding: { joint: "contract", width: 8, unitNorm: true },
  encoding: { length: 4, width: 8 },
  tokenizer: { file: "tokenizer.json", length: 4, pad: 0 },
  imagePreprocess: { size: 8, fit: "squash", mean: [0, 0, 0], std: [1, 1, 1] },
  schedules: {},
  roles: {
    "text-encoder": { file: "neg.onnx", in: { ids: "x" }, out: { embedding: "y", tokens: "y" } },
    "image-encoder": { file: "neg.onnx", in: { pixels: "x" }, out: { embedding: "y" } },
  },
};

/** The pack as values. */
export const contractPack = { manifest, files };

/** Writes the pack into `folder`/contract. */
export async function writeContractPack(folder: string): Promise<void> {
  const home = join(folder, manifest.id);
  await mkdir(home, { recursive: true });
  await writeFile(join(home, "model.json"), JSON.stringify(manifest));
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(home, name), bytes);
}

const inputs = [{ name: "x", type: "float32", shape: ["batch"] }];
const outputs = [{ name: "y", type: "float32", shape: ["batch"] }];
const each = (f: (x: number) => number): MemoryModel => ({
  inputs,
  outputs,
  run: ({ x }) => {
    const data = Float32Array.from(x!.data as Float32Array, f);
    return { y: { data, shape: [data.length] } };
  },
});

/** The pack's models as functions, for the memory host. */
export const contractFunctions: Readonly<Record<string, MemoryModel>> = {
  "neg.onnx": each((x) => -x),
  "log.onnx": each(Math.log),
  "types.onnx": {
    inputs: Object.entries(types).map(([name, { type, shape }]) => ({ name, type, shape })),
    outputs,
    run: ({ n, m }) => {
      const data = Float32Array.from(m!.data as readonly boolean[], (on) => (on ? Number(n!.data[0]) : 0));
      return { y: { data, shape: [data.length] } };
    },
  },
};
