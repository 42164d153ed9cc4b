import { type Contour, type Glyph, unitsPerEm } from "./glyph.ts";

/** How much of each pixel is covered, 0 to 1, row by row. */
export interface Coverage {
  readonly width: number;
  readonly height: number;
  readonly data: Float64Array;
}

/**
 * The exact area that letters cover in each pixel, by accumulating signed areas of edges. It adds, multiplies and divides
 * doubles only, which is identical on every machine, so the pixels are the same everywhere.
 */
export class Rasterizer {
  readonly #width: number;
  readonly #height: number;
  /** In each row: by how much coverage changes from one pixel to the next. */
  readonly #changes: Float64Array;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#changes = new Float64Array((width + 2) * height);
  }

  /** Adds a letter of `size` pixels an em with its origin at (x, baseline); parts outside are clipped. */
  add({ contours }: Glyph, x: number, baseline: number, size: number): void {
    const scale = size / unitsPerEm;
    for (const contour of contours) {
      walk(contour, (x0, y0, x1, y1) =>
        this.#edge(x + x0 * scale, baseline - y0 * scale, x + x1 * scale, baseline - y1 * scale),
      );
    }
  }

  /** The coverage. Overlapping contours of one direction count once. */
  coverage(): Coverage {
    const [width, height] = [this.#width, this.#height];
    const data = new Float64Array(width * height);
    for (let row = 0; row < height; row++) {
      let sum = 0;
      for (let column = 0; column < width; column++) {
        sum += this.#changes[row * (width + 2) + column]!;
        data[row * width + column] = Math.min(1, Math.abs(sum));
      }
    }
    return { width, height, data };
  }

  /** A straight edge, cut at rows of pixels. */
  #edge(x0: number, y0: number, x1: number, y1: number): void {
    if (y0 === y1) return;
    const direction = y0 < y1 ? 1 : -1;
    if (y0 > y1) [x0, y0, x1, y1] = [x1, y1, x0, y0];
    const slope = (x1 - x0) / (y1 - y0);
    const last = Math.min(this.#height, Math.ceil(y1));
    for (let row = Math.max(0, Math.floor(y0)); row < last; row++) {
      const [top, bottom] = [Math.max(y0, row), Math.min(y1, row + 1)];
      if (bottom <= top) continue;
      const [from, to] = [x0 + (top - y0) * slope, x0 + (bottom - y0) * slope];
      this.#span(row, Math.min(from, to), Math.max(from, to), direction * (bottom - top));
    }
  }

  /** An edge within a row from x0 to x1 ≥ x0 covers `height` of the area to its right. */
  #span(row: number, x0: number, x1: number, height: number): void {
    const [left, right] = [Math.max(0, Math.min(this.#width, x0)), Math.max(0, Math.min(this.#width, x1))];
    const start = row * (this.#width + 2);
    const first = Math.floor(left);
    if (right <= first + 1) {
      const inside = first + 1 - (left + right) / 2;
      this.#changes[start + first]! += height * inside;
      this.#changes[start + first + 1]! += height * (1 - inside);
      return;
    }
    // Coverage of a pixel comes from the part of the edge left of it and the part that crosses it.
    const each = height / (right - left);
    let before = 0;
    for (let column = first; column <= Math.ceil(right); column++) {
      const [a, b] = [Math.max(left, column), Math.min(right, column + 1)];
      const crossed = Math.max(0, b - a);
      const passed = Math.max(0, Math.min(right, column) - left);
      const covered = each * (passed + crossed * (column + 1 - (a + b) / 2));
      this.#changes[start + column]! += covered - before;
      before = covered;
    }
  }
}

/** Straight pieces of a curve: enough for letters of some hundred pixels. */
const pieces = 8;

/** Calls `edge` for each straight piece of a closed contour, in units. */
function walk({ x, y, on }: Contour, edge: (x0: number, y0: number, x1: number, y1: number) => void): void {
  const size = x.length;
  const point = (i: number): readonly [number, number] => [x[i % size]!, y[i % size]!];
  const middle = (i: number): readonly [number, number] => {
    const [[ax, ay], [bx, by]] = [point(i), point(i + 1)];
    return [(ax + bx) / 2, (ay + by) / 2];
  };
  const first = on.indexOf(1);
  // Without a point on the curve it begins between the last control point and the first.
  const start = first < 0 ? size - 1 : first;
  let [px, py] = first < 0 ? middle(start) : point(start);
  for (let i = start + 1; i <= start + size; i++) {
    if (on[i % size]) {
      const [qx, qy] = point(i);
      edge(px, py, qx, qy);
      [px, py] = [qx, qy];
      continue;
    }
    const [cx, cy] = point(i);
    const [qx, qy] = on[(i + 1) % size] ? point(i + 1) : middle(i);
    if (on[(i + 1) % size]) i++;
    const [sx, sy] = [px, py];
    for (let k = 1; k <= pieces; k++) {
      const [t, u] = [k / pieces, 1 - k / pieces];
      const [nx, ny] = [u * u * sx + 2 * u * t * cx + t * t * qx, u * u * sy + 2 * u * t * cy + t * t * qy];
      edge(px, py, nx, ny);
      [px, py] = [nx, ny];
    }
  }
}
