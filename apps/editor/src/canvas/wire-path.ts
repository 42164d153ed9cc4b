/** The line of an edge through the points where it was bent. Canvas pixels throughout. */
import type { Point } from "@unclip/graph";

/** How far a line runs level out of a port, as a share of the way to the next point, and the least and most of it. */
const levelShare = 0.5;
const [levelLeast, levelMost] = [24, 160];

/**
 * An SVG path from an output at `source` to an input at `target` through `bends`: it leaves and arrives level, and is
 * smooth at each bend (a cubic spline with the tangents of Catmull and Rom).
 */
export function pathThrough(source: Point, target: Point, bends: readonly Point[]): string {
  const points = [source, ...bends, target];
  const pieces = points.slice(1).map((to, i) => {
    const from = points[i]!;
    const [ax, ay] = i === 0 ? level(from, to) : third(points[i - 1]!, to);
    const [bx, by] = i === points.length - 2 ? level(from, to) : third(from, points[i + 2]!);
    return `C${from[0] + ax},${from[1] + ay} ${to[0] - bx},${to[1] - by} ${to[0]},${to[1]}`;
  });
  return `M${source[0]},${source[1]}${pieces.join("")}`;
}

function level([ax, ay]: Point, [bx, by]: Point): Point {
  return [Math.min(levelMost, Math.max(levelLeast, Math.hypot(bx - ax, by - ay) * levelShare)), 0];
}

/** A sixth of the way between the neighbours of a point: a third of its tangent. */
function third([ax, ay]: Point, [bx, by]: Point): Point {
  return [(bx - ax) / 6, (by - ay) / 6];
}

/** Where among the bends a new one at `point` belongs: on the stretch that it lengthens least. */
export function placeOfBend(source: Point, target: Point, bends: readonly Point[], point: Point): number {
  const points = [source, ...bends, target];
  const detours = points.slice(1).map((to, i) => {
    const from = points[i]!;
    return distance(from, point) + distance(point, to) - distance(from, to);
  });
  return detours.indexOf(Math.min(...detours));
}

function distance([ax, ay]: Point, [bx, by]: Point): number {
  return Math.hypot(bx - ax, by - ay);
}
