import { expect, it } from "vitest";
import { approximateBytes } from "./approximate-bytes.ts";
import { RunCache } from "./run-cache.ts";

const item = (bytes: number) => ({ values: { x: new Uint8Array(bytes) }, summaries: {} });

it("drops the least recently used over its budget", () => {
  const cache = new RunCache({ bytes: 10_000 });
  for (const key of ["a", "b", "c"]) cache.set(key, item(3_000));
  cache.get("a");
  cache.set("d", item(3_000));
  // it makes room for a tenth of the budget, so two go
  expect(["a", "b", "c", "d"].map((key) => cache.has(key))).toEqual([true, false, false, true]);
  expect(cache.bytes).toBeLessThanOrEqual(9_000);
});
it("does not keep what is larger than its budget, nor throw the rest away for it", () => {
  const cache = new RunCache({ bytes: 10_000 });
  cache.set("a", item(3_000));
  cache.set("huge", item(20_000));
  expect([cache.has("a"), cache.has("huge")]).toEqual([true, false]);
});
it("has a node only while all its items are there", () => {
  const cache = new RunCache({ bytes: 20_000 });
  cache.set("i1", item(5_000));
  cache.set("i2", item(5_000));
  cache.set("node", { items: ["i1", "i2"], outputs: {} });
  expect(cache.has("node")).toBe(true);
  cache.get("i2");
  cache.get("node");
  cache.set("other", item(12_000));
  expect(cache.has("i1")).toBe(false);
  expect(cache.has("node")).toBe(false);
});
it("counts bytes once when an entry is stored again, and none when it is cleared", () => {
  const cache = new RunCache();
  cache.set("a", item(1_000));
  const once = cache.bytes;
  cache.set("a", item(1_000));
  expect(cache.bytes).toBe(once);
  cache.clear();
  expect([cache.bytes, cache.has("a")]).toEqual([0, false]);
});
it("estimates typed arrays by their length, shared objects once, and any depth", () => {
  const data = new Float32Array(1_000);
  expect(approximateBytes(data)).toBeGreaterThanOrEqual(4_000);
  expect(approximateBytes([data, data])).toBeLessThan(4_200);
  expect(approximateBytes("x".repeat(1_000))).toBeGreaterThanOrEqual(2_000);
  let deep: unknown = 0;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  expect(approximateBytes(deep)).toBeGreaterThan(100_000);
});
