import { boolean, choice, input, integer, NodeError, output } from "@unclip/engine";
import { cosine, slerp } from "@unclip/tensor";
import { allNode } from "../define-node.ts";
import { labelAt } from "../items/labels.ts";
import { embedding } from "../kinds/kinds.ts";
import { requireOneSpace } from "../kinds/spaces.ts";

export const path = allNode({
  type: "path",
  version: 1,
  title: "Path",
  group: "arithmetic",
  about: "Slerp through many embeddings, one after the other: the keyframes of an animation (paper §3.2).",
  inputs: { embedding: input(embedding, "Keyframes", "At least two embeddings, in order.") },
  outputs: {
    embedding: output(embedding, "Frames", "Embeddings along the way.", {
      as: "embedding",
      items: ["frames"],
    }),
  },
  params: {
    frames: integer({
      title: "Frames",
      about:
        "Total number of frames. The first is the first keyframe; on an open path the last is the last keyframe.",
      default: 17,
      min: 2,
      max: 256,
    }),
    closed: boolean({
      title: "Closed",
      about: "Returns to the first keyframe, which is not repeated at the end, so that the animation loops.",
      default: false,
    }),
    pace: choice({
      title: "Pace",
      about: "The same number of frames between any two keyframes, or per degree of angle.",
      default: "even",
      options: ["even", "angle"],
    }),
    norm: choice({
      title: "Norm",
      about:
        "Length of a frame: interpolated between those of its keyframes, that of the one before it, or 1.",
      default: "interpolate",
      options: ["interpolate", "keep-a", "unit"],
    }),
  },
  async execute({ embedding: keyframes, frames, closed, pace, norm }) {
    const { items } = keyframes;
    if (items.length < 2)
      throw new NodeError("path_short", "Found one keyframe, expected at least two. Join more embeddings.");
    requireOneSpace(items);
    const ends = Array.from(
      { length: closed ? items.length : items.length - 1 },
      (_, i) => (i + 1) % items.length,
    );
    const lengths = ends.map((to, from) =>
      pace === "even" ? 1 : Math.acos(cosine(items[from]!.vector, items[to]!.vector)),
    );
    const name = (i: number) => labelAt(keyframes, i, "keyframe ");
    const made = places(lengths, closed ? frames : frames - 1, frames).map(({ from, theta }) => {
      const to = ends[from]!;
      return {
        item: {
          vector: slerp(items[from]!.vector, items[to]!.vector, theta, norm),
          space: items[from]!.space,
        },
        label:
          theta === 0
            ? name(from)
            : theta === 1
              ? name(to)
              : `${name(from)} → ${name(to)} ${Math.round(100 * theta)} %`,
      };
    });
    return { embedding: { items: made.map(({ item }) => item), labels: made.map(({ label }) => label) } };
  },
});

/** Frame i of `count` at i / steps of the whole way: on which segment, and how far along it. */
function places(lengths: readonly number[], steps: number, count: number): { from: number; theta: number }[] {
  const starts = lengths.map((_, i) => lengths.slice(0, i).reduce((sum, length) => sum + length, 0));
  const whole = lengths.reduce((sum, length) => sum + length, 0);
  return Array.from({ length: count }, (_, i) => {
    if (i === steps) return { from: lengths.length - 1, theta: 1 };
    // Multiplying before dividing makes frames on keyframes exact.
    const at = (whole * i) / steps;
    const from = Math.max(
      0,
      starts.findLastIndex((start, k) => start <= at && lengths[k]! > 0),
    );
    const theta = lengths[from]! > 0 ? (at - starts[from]!) / lengths[from]! : 0;
    return { from, theta: Math.min(1, theta) };
  });
}
