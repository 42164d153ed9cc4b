import { useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import css from "./canvas.module.css";

/** Canvas pixels from dot to dot. */
const gap = 24;

/** The dots behind the graph: a background that a pan moves, where a drawing would be laid out and drawn anew. */
export function Dots() {
  const dots = useRef<HTMLDivElement>(null);
  const store = useStoreApi();
  useEffect(() => {
    const place = ([x, y, zoom]: readonly [number, number, number]) => {
      const style = dots.current?.style;
      if (!style) return;
      style.setProperty("--gap", `${gap * zoom}px`);
      style.setProperty("--dot", `${0.75 * zoom}px`);
      style.backgroundPosition = `${x - (gap * zoom) / 2}px ${y - (gap * zoom) / 2}px`;
    };
    place(store.getState().transform);
    return store.subscribe(({ transform }, before) => {
      if (transform !== before.transform) place(transform);
    });
  }, [store]);
  return <div ref={dots} className={css.dots} />;
}
