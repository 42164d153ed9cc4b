import type { Feed, Session } from "@unclip/host";
import { full, type Tensor, tensor } from "@unclip/tensor";
import { describe, expect, test } from "vitest";
import { roleNetwork } from "./role-network.ts";

/** A network that returns x + 10·z with a given number of channels, and records its inputs. */
function fake(
  channels: number,
  timestep: { type: string; shape: (number | string)[] } = { type: "int64", shape: [] },
) {
  const calls: Record<string, Feed>[] = [];
  const session: Session = {
    inputs: [
      { name: "x", type: "float32", shape: ["batch", "channels", 1, 1] },
      { name: "t", ...timestep },
      { name: "z", type: "float32", shape: ["batch", 1] },
    ],
    outputs: [],
    async run(feeds) {
      calls.push({ ...feeds });
      const [x, z] = [feeds.x as Tensor, feeds.z as Tensor | undefined];
      const rows = x.shape[0]!;
      const y = Float32Array.from({ length: rows * channels }, (_, i) => {
        const row = Math.floor(i / channels);
        return x.data[(row * x.data.length) / rows]! + 10 * (z?.data[row] ?? 0) + (i % channels);
      });
      return { y: tensor(y, [rows, channels, 1, 1]) };
    },
  };
  return { session, calls };
}
const spec = (variance: "fixed-small" | "learned-range" | "drop", batch = 4) => ({
  variance,
  batch,
  in: { x: "x", t: "t" },
  out: { prediction: "y" },
});
const x = tensor([1, 2, 3, 4, 5], [5, 1, 1, 1]);
const z = (...values: number[]) => ({ z: tensor(values, [values.length, 1]) });

describe("roleNetwork", () => {
  test("calls the network with as many items as it may hold, and returns all in order", async () => {
    const { session, calls } = fake(1);
    const network = roleNetwork({ session, spec: spec("fixed-small", 2), conditional: z(1, 1, 1, 1, 2) });
    const { prediction, variance } = await network(x, 7);
    expect([...prediction.data]).toEqual([11, 12, 13, 14, 25]);
    expect(variance).toBeUndefined();
    expect(calls.map((feeds) => feeds.x!.shape[0])).toEqual([2, 2, 1]);
    expect(calls[0]!.t).toEqual({ type: "int64", data: [7], shape: [] });
  });

  test("guides in one call of 2B rows, each item by its own scale", async () => {
    const { session, calls } = fake(1);
    const network = roleNetwork({
      session,
      spec: spec("fixed-small", 10),
      conditional: z(1, 1, 1, 1, 1),
      unconditional: z(0, 0, 0, 0, 0),
      guidance: [0, 1, 2, 3, 0.5],
    });
    const { prediction } = await network(x, 7);
    expect([...prediction.data]).toEqual([1, 12, 23, 34, 10]);
    expect(calls.map((feeds) => feeds.x!.shape[0])).toEqual([10]);
  });

  test("a guided call holds twice the rows, so half the items", async () => {
    const { session, calls } = fake(1);
    const conditioning = z(1, 1, 1, 1, 1);
    await roleNetwork({
      session,
      spec: spec("fixed-small"),
      conditional: conditioning,
      unconditional: conditioning,
      guidance: 2,
    })(x, 7);
    expect(calls.map((feeds) => feeds.x!.shape[0])).toEqual([4, 4, 2]);
  });

  test("without guidance the unconditional rows are not computed", async () => {
    const { session, calls } = fake(1);
    const network = roleNetwork({
      session,
      spec: spec("fixed-small", 8),
      conditional: z(1, 1, 1, 1, 1),
      unconditional: z(0, 0, 0, 0, 0),
      guidance: 1,
    });
    await network(x, 7);
    expect(calls[0]!.x!.shape[0]).toBe(5);
  });

  test("splits learned variance off, takes it from the conditional half, and drops it where told", async () => {
    const options = { conditional: z(1, 1, 1, 1, 1), unconditional: z(0, 0, 0, 0, 0), guidance: 3 };
    const learned = await roleNetwork({ session: fake(2).session, spec: spec("learned-range"), ...options })(
      x,
      7,
    );
    expect([...learned.prediction.data]).toEqual([31, 32, 33, 34, 35]);
    expect([...learned.variance!.data]).toEqual([12, 13, 14, 15, 16]);
    const dropped = await roleNetwork({ session: fake(2).session, spec: spec("drop"), ...options })(x, 7);
    expect(dropped.variance).toBeUndefined();
  });

  test("feeds the timestep as the network declares it", async () => {
    const { session, calls } = fake(1, { type: "float32", shape: ["batch"] });
    await roleNetwork({ session, spec: spec("fixed-small"), conditional: z(1, 1, 1, 1, 1) })(x, 7);
    expect(calls[0]!.t).toEqual({ data: Float32Array.of(7, 7, 7, 7), shape: [4] });
  });

  test("lays the low-resolution picture beside x", async () => {
    const { session, calls } = fake(1);
    await roleNetwork({ session, spec: spec("fixed-small", 8), beside: full([5, 1, 1, 1], 9) })(x, 7);
    expect(calls[0]!.x).toEqual({ data: Float32Array.of(1, 9, 2, 9, 3, 9, 4, 9, 5, 9), shape: [5, 2, 1, 1] });
  });

  test("refuses a network with another number of channels than its role says", async () => {
    const network = roleNetwork({ session: fake(3).session, spec: spec("learned-range") });
    await expect(network(x, 7)).rejects.toMatchObject({
      code: "model_contract",
      message: expect.stringContaining("3 channels for 1, expected 2"),
    });
  });

  test("looks at the signal before every call", async () => {
    const { session, calls } = fake(1);
    const signal = AbortSignal.abort();
    await expect(roleNetwork({ session, spec: spec("fixed-small"), signal })(x, 7)).rejects.toThrow();
    expect(calls).toEqual([]);
  });
});
