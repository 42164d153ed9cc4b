/** Sessions over onnxruntime-node, on models written here. */
import { createHash } from "node:crypto";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import type { Pack } from "@unclip/host";
import { createNodeSessions, type SessionOptions } from "@unclip/host/node";
import { ModelProtoSchema, StringStringEntryProtoSchema, TensorProto_DataLocation } from "onnx-buf";
import { describe, expect, test } from "vitest";
import { onnxModel } from "./onnx-model.ts";

const port = { type: "float32", shape: ["batch"] } as const;
const unary = (operator: string) =>
  onnxModel({ x: port }, { y: port }, (b) => ({ y: b.op(operator, ["x"]) }));

/** A model that wants its weights from a file of that path. */
function withWeightsAt(location: string): Uint8Array {
  const model = fromBinary(
    ModelProtoSchema,
    onnxModel({ x: port }, { y: port }, (b) => ({
      y: b.op("Add", ["x", b.weight({ data: Float32Array.of(1), shape: [1] })]),
    })),
  );
  const [weights] = model.graph!.initializer;
  weights!.rawData = new Uint8Array();
  weights!.dataLocation = TensorProto_DataLocation.EXTERNAL;
  weights!.externalData = [create(StringStringEntryProtoSchema, { key: "location", value: location })];
  return toBinary(ModelProtoSchema, model);
}

const files: Record<string, Uint8Array> = {
  "neg.onnx": unary("Neg"),
  "log.onnx": unary("Log"),
  "ints.onnx": onnxModel({ x: port }, { y: { type: "int64", shape: ["batch"] } }, (b) => ({
    y: b.op("Cast", ["x"], { to: 7 }),
  })),
  "types.onnx": onnxModel(
    { n: { type: "int64", shape: [] }, m: { type: "bool", shape: ["batch"] } },
    { y: port },
    (b) => ({ y: b.op("Mul", [b.op("Cast", ["m"], { to: 1 }), b.op("Cast", ["n"], { to: 1 })]) }),
  ),
  "beside.onnx": withWeightsAt("package.json"),
  "above.onnx": withWeightsAt("../package.json"),
  "absolute.onnx": withWeightsAt("/etc/hostname"),
  "empty.onnx": new Uint8Array(),
  "picture.onnx": Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
  "cut.onnx": unary("Neg").subarray(0, 30),
};

/** A pack that counts how often each file is read. */
function pack(reads: string[] = []): Pack {
  const listed = Object.entries(files).map(([name, bytes]) => [name, { bytes: Math.max(1, bytes.length) }]);
  return {
    manifest: { id: "p", files: Object.fromEntries(listed) } as Pack["manifest"],
    digest: createHash("sha256").digest("hex"),
    async read(file) {
      reads.push(file);
      return files[file]!;
    },
  };
}
const sessions = (options: SessionOptions = {}) => createNodeSessions({ threads: 1, ...options });
const x = (...values: number[]) => ({ data: Float32Array.from(values), shape: [values.length] });

describe("a session", () => {
  test("computes, names what it computes with, and counts its time", async () => {
    const all = sessions();
    expect(all.provider).toMatch(/^cpu onnxruntime \d+\.\d+/);
    const session = await all.open(pack(), "neg.onnx");
    expect(session.inputs).toEqual([{ name: "x", type: "float32", shape: ["batch"] }]);
    expect((await session.run({ x: x(1, -2) })).y).toEqual({ data: Float32Array.of(-1, 2), shape: [2] });
    expect(all.busyMilliseconds).toBeGreaterThan(0);
  });

  test("feeds 64-bit integers, scalars and booleans", async () => {
    const session = await sessions().open(pack(), "types.onnx");
    const { y } = await session.run({
      n: { type: "int64", data: [7], shape: [] },
      m: { type: "bool", data: [true, false], shape: [2] },
    });
    expect([...y!.data]).toEqual([7, 0]);
  });

  test("answers calls that overlap each with its own result", async () => {
    const session = await sessions().open(pack(), "neg.onnx");
    const results = await Promise.all([1, 2, 3, 4].map((value) => session.run({ x: x(value) })));
    expect(results.map(({ y }) => y!.data[0])).toEqual([-1, -2, -3, -4]);
  });

  test("refuses feeds that are not the model's, and goes on", async () => {
    const session = await sessions().open(pack(), "neg.onnx");
    await expect(session.run({ x: x(1), spare: x(1) })).rejects.toMatchObject({ code: "model_contract" });
    await expect(session.run({})).rejects.toMatchObject({ code: "model_contract" });
    expect((await session.run({ x: x(1) })).y!.data[0]).toBe(-1);
  });

  test("refuses results that are not finite, or no floats", async () => {
    const all = sessions();
    const log = await all.open(pack(), "log.onnx");
    await expect(log.run({ x: x(-1) })).rejects.toMatchObject({ code: "numeric_nonfinite" });
    await expect(log.run({ x: x(0) })).rejects.toMatchObject({ code: "numeric_nonfinite" });
    const ints = await all.open(pack(), "ints.onnx");
    await expect(ints.run({ x: x(1) })).rejects.toMatchObject({ code: "model_contract" });
  });

  test.each(["empty.onnx", "picture.onnx", "cut.onnx"])(
    "%s is no model, and the next one still loads",
    async (file) => {
      const all = sessions();
      await expect(all.open(pack(), file)).rejects.toMatchObject({
        code: "model_invalid",
        message: expect.stringContaining(`p/${file}`),
      });
      await expect(all.open(pack(), "neg.onnx")).resolves.toBeDefined();
    },
  );

  test.each(["beside.onnx", "above.onnx", "absolute.onnx"])(
    "%s may not read weights from a file that the pack does not list",
    async (file) => {
      await expect(sessions().open(pack(), file)).rejects.toMatchObject({ code: "model_external_data" });
    },
  );

  test("a provider that this machine lacks is named", async () => {
    await expect(sessions({ provider: "cuda" }).open(pack(), "neg.onnx")).rejects.toMatchObject({
      code: "provider_missing",
      message: expect.stringContaining("cuda"),
    });
  });
});

describe("the memory budget", () => {
  test("a model stays loaded while there is room", async () => {
    const reads: string[] = [];
    const all = sessions();
    const p = pack(reads);
    await Promise.all([all.open(p, "neg.onnx"), all.open(p, "neg.onnx")]);
    await (await all.open(p, "neg.onnx")).run({ x: x(1) });
    expect(reads).toEqual(["neg.onnx"]);
  });

  test("without room the least recently used is released, and loads again when asked for", async () => {
    const reads: string[] = [];
    const size = (file: string) => files[file]!.length;
    const all = sessions({ memoryBudget: size("neg.onnx") + size("log.onnx") });
    const p = pack(reads);
    await all.open(p, "neg.onnx");
    await all.open(p, "log.onnx");
    await all.open(p, "neg.onnx");
    await all.open(p, "types.onnx");
    await all.open(p, "neg.onnx");
    expect(reads).toEqual(["neg.onnx", "log.onnx", "types.onnx", "neg.onnx"]);
  });

  test("a session that was released in the middle of its calls still answers them", async () => {
    const all = sessions({ memoryBudget: 1 });
    const session = await all.open(pack(), "neg.onnx");
    const pending = session.run({ x: x(3) });
    await all.open(pack(), "log.onnx");
    expect((await pending).y!.data[0]).toBe(-3);
  });

  test("a session whose model was released loads it again when it is run", async () => {
    const reads: string[] = [];
    const all = sessions({ memoryBudget: 1 });
    const p = pack(reads);
    const session = await all.open(p, "neg.onnx");
    await all.open(p, "log.onnx");
    expect((await session.run({ x: x(4) })).y!.data[0]).toBe(-4);
    await all.release();
    expect((await session.run({ x: x(5) })).y!.data[0]).toBe(-5);
    expect(reads).toEqual(["neg.onnx", "log.onnx", "neg.onnx", "neg.onnx"]);
  });
});
