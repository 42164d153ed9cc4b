/** Lining up what is selected: pure arithmetic on boxes. */
import type { Point } from "@unclip/graph";

export interface Box {
  readonly id: string;
  readonly at: Point;
  readonly size: Point;
}

export type Alignment = "left" | "right" | "top" | "bottom" | "columns" | "rows";

/** New places for the boxes. `columns` and `rows` keep the outermost and leave equal gaps between. */
export function align(boxes: readonly Box[], how: Alignment): Record<string, Point> {
  if (boxes.length < 2) return {};
  switch (how) {
    case "left": {
      const x = Math.min(...boxes.map(({ at }) => at[0]));
      return place(boxes, ({ at }) => [x, at[1]]);
    }
    case "right": {
      const x = Math.max(...boxes.map(({ at, size }) => at[0] + size[0]));
      return place(boxes, ({ at, size }) => [x - size[0], at[1]]);
    }
    case "top": {
      const y = Math.min(...boxes.map(({ at }) => at[1]));
      return place(boxes, ({ at }) => [at[0], y]);
    }
    case "bottom": {
      const y = Math.max(...boxes.map(({ at, size }) => at[1] + size[1]));
      return place(boxes, ({ at, size }) => [at[0], y - size[1]]);
    }
    case "columns":
      return spread(boxes, 0);
    case "rows":
      return spread(boxes, 1);
  }
}

function place(boxes: readonly Box[], to: (box: Box) => Point): Record<string, Point> {
  return Object.fromEntries(boxes.map((box) => [box.id, to(box)]));
}

function spread(boxes: readonly Box[], axis: 0 | 1): Record<string, Point> {
  const sorted = [...boxes].sort((a, b) => a.at[axis] - b.at[axis]);
  const start = sorted[0]!.at[axis];
  const last = sorted.at(-1)!;
  const extent = last.at[axis] + last.size[axis] - start;
  const filled = sorted.reduce((sum, { size }) => sum + size[axis], 0);
  const gap = (extent - filled) / (sorted.length - 1);
  let next = start;
  const places: Record<string, Point> = {};
  for (const { id, at, size } of sorted) {
    places[id] = axis === 0 ? [Math.round(next), at[1]] : [at[0], Math.round(next)];
    next += size[axis] + gap;
  }
  return places;
}
