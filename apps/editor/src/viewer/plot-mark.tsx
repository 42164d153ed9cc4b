import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import type { SeriesFacts } from "../run/facts.ts";
import type { Scale } from "./plot-scale.ts";
import css from "./plot-view.module.css";

/** Where a mark lies, in the plot's numbers, and what moves it; `gesture` is the time at which the drag began. */
export interface MarkPlace {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  onMove(x: number, y: number, gesture: number): void;
}

interface Props {
  readonly mark: MarkPlace;
  readonly x: Scale;
  readonly y: Scale;
  /** Points that the mark snaps to when it comes close. */
  readonly points: SeriesFacts | undefined;
}

const radius = 11;
/** Pixels of the plot within which a point draws the mark onto it. */
const pull = 7;

/** A ring on a plot, dragged or moved with the arrow keys. */
export function PlotMark({ mark, x, y, points }: Props) {
  const held = useRef<number>(undefined);
  const move = (event: PointerEvent<SVGCircleElement>) => {
    const matrix = event.currentTarget.ownerSVGElement?.getScreenCTM();
    if (held.current === undefined || !matrix) return;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    const near = points?.x.findIndex(
      (px, i) => Math.hypot(x.at(px) - at.x, y.at(points.y[i] ?? 0) - at.y) < pull,
    );
    if (points && near !== undefined && near >= 0)
      mark.onMove(points.x[near] ?? 0, points.y[near] ?? 0, held.current);
    else mark.onMove(round(x.back(at.x), x), round(y.back(at.y), y), held.current);
  };
  const key = (event: KeyboardEvent) => {
    const [stepX, stepY] = [(x.most - x.least) / 40, (y.most - y.least) / 40];
    const ways: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-stepX, 0],
      ArrowRight: [stepX, 0],
      ArrowUp: [0, stepY],
      ArrowDown: [0, -stepY],
    };
    const way = ways[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    mark.onMove(round(mark.x + way[0], x), round(mark.y + way[1], y), Date.now());
  };
  const [cx, cy] = [x.at(mark.x), y.at(mark.y)];
  return (
    <>
      <circle
        role="slider"
        tabIndex={0}
        aria-label={mark.label}
        aria-valuenow={mark.x}
        aria-valuetext={`${mark.x}, ${mark.y}`}
        className={css.mark}
        cx={cx}
        cy={cy}
        r={radius}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          held.current = Date.now();
        }}
        onPointerMove={move}
        onPointerUp={() => {
          held.current = undefined;
        }}
        onKeyDown={key}
      />
      <line className={css.cross} x1={cx - 4} x2={cx + 4} y1={cy} y2={cy} />
      <line className={css.cross} x1={cx} x2={cx} y1={cy - 4} y2={cy + 4} />
    </>
  );
}

/** As many digits as the eye can tell apart on this scale. */
function round(value: number, { least, most }: Scale): number {
  const digits = Math.max(0, 3 - Math.floor(Math.log10(most - least)));
  return Number(value.toFixed(digits));
}
