/** How a graph lies on its small map: one scale, in the middle, with a margin around it. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Sides {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface MapFit {
  /** A box of the canvas on the map, pixels of the map. */
  at(box: Box): {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
  /** A point of the map on the canvas. */
  back(x: number, y: number): readonly [number, number];
  /** What of the canvas is in view, on the map and cut at its edges; a view beside the graph leaves a sliver at the edge. */
  view(x: number, y: number, width: number, height: number): Sides;
}

const margin = 8;
const sliver = 3;

/** Fits the boxes, canvas pixels, to a map of this size. Without boxes, the map shows a square around the origin. */
export function fitMap(
  boxes: readonly Box[],
  { width, height }: { readonly width: number; readonly height: number },
): MapFit {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of boxes) {
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  if (boxes.length === 0) [left, top, right, bottom] = [-500, -500, 500, 500];
  const scale = Math.min(
    (width - 2 * margin) / Math.max(1, right - left),
    (height - 2 * margin) / Math.max(1, bottom - top),
  );
  const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2];
  const onMap = (x: number, y: number) =>
    [width / 2 + (x - middleX) * scale, height / 2 + (y - middleY) * scale] as const;
  const cut = (from: number, to: number, end: number): readonly [number, number] => {
    const start = Math.min(Math.max(0, from), end - sliver);
    return [start, Math.max(Math.min(end, to), start + sliver)];
  };
  return {
    at(box) {
      const [x, y] = onMap(box.x, box.y);
      return { left: x, top: y, width: box.width * scale, height: box.height * scale };
    },
    back: (x, y) => [middleX + (x - width / 2) / scale, middleY + (y - height / 2) / scale],
    view(x, y, viewWidth, viewHeight) {
      const [x1, y1] = onMap(x, y);
      const [x2, y2] = onMap(x + viewWidth, y + viewHeight);
      const [cutLeft, cutRight] = cut(x1, x2, width);
      const [cutTop, cutBottom] = cut(y1, y2, height);
      return { left: cutLeft, top: cutTop, right: cutRight, bottom: cutBottom };
    },
  };
}
