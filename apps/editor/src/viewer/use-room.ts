import { type RefObject, useEffect, useRef, useState } from "react";

/** The size of an element in pixels, kept in step with it; `undefined` before it is known. */
export function useRoom<E extends HTMLElement>(): readonly [
  RefObject<E | null>,
  { readonly width: number; readonly height: number } | undefined,
] {
  const element = useRef<E>(null);
  const [room, setRoom] = useState<{ readonly width: number; readonly height: number }>();
  useEffect(() => {
    if (!element.current) return;
    const watch = new ResizeObserver(([entry]) => {
      const { width = 0, height = 0 } = entry?.contentRect ?? {};
      setRoom({ width: Math.round(width), height: Math.round(height) });
    });
    watch.observe(element.current);
    return () => watch.disconnect();
  }, []);
  return [element, room];
}
