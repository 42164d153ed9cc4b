import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { cosine, tensor } from "@unclip/tensor";
import { describe, expect, test } from "vitest";
import type { Embedding } from "../kinds/values.ts";
import { path } from "./path.ts";

const context = {} as NodeContext<Host>;
const at = (...values: number[]): Embedding => ({
  vector: tensor(values),
  space: { joint: "clip", modality: "image", width: values.length },
});
const right = at(1, 0, 0);
const up = at(0, 2, 0);
const out = at(0, 0, 3);
const walk = async (items: Embedding[], given: object = {}, labels?: string[]) => {
  const { embedding } = await path.execute(
    {
      embedding: { items, ...(labels ? { labels } : {}) },
      frames: 5,
      closed: false,
      pace: "even",
      norm: "interpolate",
      ...given,
    },
    context,
  );
  return embedding;
};
const values = (batch: { items: readonly Embedding[] }) => batch.items.map(({ vector }) => [...vector.data]);

describe("path", () => {
  test("goes through every keyframe, with lengths in between", async () => {
    const frames = await walk([right, up, out], {}, ["right", "up", "out"]);
    expect(values(frames)[0]).toEqual([1, 0, 0]);
    expect(values(frames)[2]).toEqual([0, 2, 0]);
    expect(values(frames)[4]).toEqual([0, 0, 3]);
    const middle = values(frames)[1]!;
    expect(middle[0]).toBeCloseTo(1.5 * Math.SQRT1_2, 6);
    expect(middle[1]).toBeCloseTo(1.5 * Math.SQRT1_2, 6);
    expect(frames.labels).toEqual(["right", "right → up 50 %", "up", "up → out 50 %", "out"]);
  });

  test("closed, it ends one frame before the start", async () => {
    const frames = await walk([right, up, out], { frames: 6, closed: true });
    expect(frames.items).toHaveLength(6);
    expect(values(frames)[4]).toEqual([0, 0, 3]);
    expect(values(frames)[5]![0]).toBeGreaterThan(0);
    expect(frames.labels![5]).toBe("keyframe 3 → keyframe 1 50 %");
  });

  test("at the pace of angles every two neighbours are as far apart", async () => {
    const near = at(Math.cos(0.3), Math.sin(0.3), 0);
    const frames = await walk([right, near, at(0, 1, 0)], { frames: 7, pace: "angle", norm: "unit" });
    const angles = frames.items
      .slice(1)
      .map(({ vector }, i) => Math.acos(cosine(frames.items[i]!.vector, vector)));
    for (const angle of angles) expect(angle).toBeCloseTo(Math.PI / 12, 5);
  });

  test("a keyframe twice takes no time at the pace of angles", async () => {
    const frames = await walk([right, right, up], { frames: 3, pace: "angle", norm: "unit" });
    expect(values(frames)[0]).toEqual([1, 0, 0]);
    expect(values(frames)[1]![1]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(values(await walk([right, right], { frames: 3, pace: "angle" }))).toEqual(
      new Array(3).fill([1, 0, 0]),
    );
  });

  test("refuses one keyframe, two spaces, and opposite neighbours", async () => {
    await expect(walk([right])).rejects.toMatchObject({ code: "path_short" });
    const other = { ...up, space: { ...up.space, joint: "other" } };
    await expect(walk([right, other])).rejects.toMatchObject({ code: "space_mismatch" });
    await expect(walk([right, at(-1, 0, 0)])).rejects.toMatchObject({ code: "antipodal" });
  });
});
