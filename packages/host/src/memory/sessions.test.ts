import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Pack } from "../host.ts";
import { createMemorySessions } from "./sessions.ts";

const pack = { manifest: { id: "p" }, digest: createHash("sha256").digest("hex") } as unknown as Pack;
const double = {
  inputs: [{ name: "x", type: "float32", shape: ["batch"] }],
  outputs: [{ name: "y", type: "float32", shape: ["batch"] }],
  run: ({ x }: Record<string, { data: ArrayLike<number | boolean>; shape: readonly number[] }>) => ({
    y: { data: Float32Array.from(x!.data as ArrayLike<number>, (v) => 2 * v), shape: x!.shape },
  }),
};

test("a function stands for a model, under the checks of a real one", async () => {
  const sessions = createMemorySessions({ p: { "double.onnx": double as never } });
  const session = await sessions.open(pack, "double.onnx");
  expect((await session.run({ x: { data: Float32Array.of(1, 2), shape: [2] } })).y!.data).toEqual(
    Float32Array.of(2, 4),
  );
  await expect(session.run({})).rejects.toMatchObject({ code: "model_contract" });
  await expect(session.run({ x: { data: Float32Array.of(Number.NaN), shape: [1] } })).rejects.toMatchObject({
    code: "numeric_nonfinite",
  });
  await expect(sessions.open(pack, "other.onnx")).rejects.toMatchObject({ code: "model_missing" });
});
