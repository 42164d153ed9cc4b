import type { Point } from "@unclip/graph";
import { type PointerEvent, useRef } from "react";
import css from "./box.module.css";
import { canvasZoom } from "./viewport.ts";

interface Props {
  readonly label: string;
  readonly size: Point;
  readonly least: Point;
  /** `gesture` is the time at which the drag began, for one step of the history. */
  readonly onResize: (size: Point, gesture: number) => void;
}

/** The lower right corner of a frame or note, dragged to resize it. */
export function ResizeGrip({ label, size, least, onResize }: Props) {
  const held = useRef<{ x: number; y: number; size: Point; at: number }>(undefined);
  const move = (event: PointerEvent) => {
    const from = held.current;
    if (!from) return;
    const zoom = canvasZoom();
    const snap = (value: number, lowest: number) => Math.max(lowest, Math.round(value / 8) * 8);
    const width = snap(from.size[0] + (event.clientX - from.x) / zoom, least[0]);
    const height = snap(from.size[1] + (event.clientY - from.y) / zoom, least[1]);
    if (width !== size[0] || height !== size[1]) onResize([width, height], from.at);
  };
  return (
    <span
      className={`${css.grip} nodrag nopan`}
      title={label}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        held.current = { x: event.clientX, y: event.clientY, size, at: Date.now() };
      }}
      onPointerMove={move}
      onPointerUp={() => {
        held.current = undefined;
      }}
    />
  );
}
