import { bendEdge, type Point } from "@unclip/graph";
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { editHere } from "../document/doc-store.ts";
import { useWords } from "../words/words.ts";
import { toCanvas } from "./viewport.ts";
import css from "./wire-line.module.css";
import { placeOfBend } from "./wire-path.ts";

interface Bent {
  /** The edge, by its target port. */
  readonly id: string;
  readonly source: Point;
  readonly target: Point;
  readonly bends: readonly Point[];
}

/** Screen pixels that the pointer moves before a press on an edge bends it. */
const threshold = 4;
const onGrid = ([x, y]: Point): Point => [Math.round(x / 8) * 8, Math.round(y / 8) * 8];

/** Pointer listeners that bend an edge: where it is pressed (`index` undefined) or at one of its bends. */
export function useBending({ id, source, target, bends }: Bent) {
  const held = useRef<{ index: number | undefined; points: readonly Point[]; from: Point; at: number }>(
    undefined,
  );
  return {
    press(event: PointerEvent<Element>, index?: number) {
      if (event.button !== 0) return;
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
      held.current = { index, points: bends, from: [event.clientX, event.clientY], at: Date.now() };
    },
    /** Whether the edge follows the pointer now. */
    move(event: PointerEvent): boolean {
      const now = held.current;
      if (!now) return false;
      const [x, y] = now.from;
      const far = Math.hypot(event.clientX - x, event.clientY - y) >= threshold;
      if (now.index === undefined && !far) return false;
      const point = onGrid(toCanvas([event.clientX, event.clientY]));
      if (now.index === undefined) {
        now.index = placeOfBend(source, target, bends, toCanvas(now.from));
        now.points = bends.toSpliced(now.index, 0, point);
      } else now.points = now.points.with(now.index, point);
      const { points, at } = now;
      editHere((graph) => bendEdge(graph, id, points), at);
      return true;
    },
    release() {
      held.current = undefined;
    },
  };
}

/** The bends of an edge as dots: drag them, or move them with the arrow keys; double-click or Delete takes one away. */
export function BendDots(bent: Bent & { readonly colour: string }) {
  const words = useWords();
  const { id, bends, colour } = bent;
  const { press, move, release } = useBending(bent);
  const set = (points: readonly Point[]) => editHere((graph) => bendEdge(graph, id, points));
  const onKey = (event: KeyboardEvent, index: number) => {
    const [x, y] = bends[index] ?? [0, 0];
    const steps: Readonly<Record<string, Point>> = {
      ArrowLeft: [x - 8, y],
      ArrowRight: [x + 8, y],
      ArrowUp: [x, y - 8],
      ArrowDown: [x, y + 8],
    };
    const to = steps[event.key];
    if (to) set(bends.with(index, to));
    else if (event.key === "Delete" || event.key === "Backspace") set(bends.toSpliced(index, 1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return bends.map(([x, y], index) => (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand in an SVG
    <circle
      // biome-ignore lint/suspicious/noArrayIndexKey: bends have no identity but their place
      key={index}
      role="button"
      tabIndex={0}
      aria-label={words.bendOf(index + 1, id)}
      className={`${css.bend} nopan nodrag`}
      cx={x}
      cy={y}
      r={5}
      fill={colour}
      onPointerDown={(event) => press(event, index)}
      onPointerMove={move}
      onPointerUp={release}
      onDoubleClick={(event) => {
        event.stopPropagation();
        set(bends.toSpliced(index, 1));
      }}
      onKeyDown={(event) => onKey(event, index)}
    />
  ));
}
