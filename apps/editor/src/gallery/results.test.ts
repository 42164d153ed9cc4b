import type { RunEvent } from "@unclip/engine";
import { expect, it } from "vitest";
import { picturesOf } from "./results.ts";

const finished = (seq: number, node: string, ids: string[], labels?: string[]): RunEvent => ({
  seq,
  event: "node-finished",
  node,
  cached: false,
  milliseconds: 1,
  outputs: {
    image: {
      kind: "image",
      items: ids.map((id) => ({ text: "64×64", asset: { id, type: "image/png" } })),
      ...(labels ? { labels } : {}),
    },
  },
});

it("names each picture once, with the node that made it", () => {
  const events = [
    finished(0, "decode", ["a", "b"], ["seed 1", "seed 2"]),
    finished(1, "picture", ["a", "b"]),
  ];
  expect(picturesOf(events)).toEqual([
    { asset: "a", label: "seed 1", node: "decode" },
    { asset: "b", label: "seed 2", node: "decode" },
  ]);
});

it("passes over everything that is no picture", () => {
  const text: RunEvent = {
    seq: 0,
    event: "node-finished",
    node: "caption",
    cached: true,
    milliseconds: 0,
    outputs: { text: { kind: "text", items: [{ text: "a heart" }] } },
  };
  expect(picturesOf([text])).toEqual([]);
});
