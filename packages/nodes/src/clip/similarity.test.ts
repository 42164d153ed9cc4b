import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { tensor } from "@unclip/tensor";
import { expect, test } from "vitest";
import { similarity } from "./similarity.ts";

const context = {} as NodeContext<Host>;
const at = (...values: number[]) => ({
  vector: tensor(values),
  space: { joint: "clip", modality: "image" as const, width: values.length },
});

test("is the table of cosines, with the labels of both batches", async () => {
  const a = { items: [at(1, 0), at(0, 2)], labels: ["cat", "dog"] };
  const b = { items: [at(3, 0), at(1, 1), at(-1, 0)] };
  const { table } = await similarity.execute({ a, b }, context);
  const [{ columns, rows }] = table.items as [(typeof table.items)[number]];
  expect(columns).toEqual(["B1", "B2", "B3"]);
  expect(rows.map((row) => row.label)).toEqual(["cat", "dog"]);
  expect(rows[0]!.values[0]).toBeCloseTo(1, 6);
  expect(rows[0]!.values[1]).toBeCloseTo(Math.SQRT1_2, 6);
  expect(rows[0]!.values[2]).toBeCloseTo(-1, 6);
  expect(rows[1]!.values[0]).toBeCloseTo(0, 6);
});
