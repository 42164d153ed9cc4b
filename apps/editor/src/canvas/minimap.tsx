import { useReactFlow, useStoreApi } from "@xyflow/react";
import { type PointerEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useSettings } from "../view/settings.ts";
import { useView } from "../view/view-store.ts";
import { useWords } from "../words/words.ts";
import css from "./canvas.module.css";
import type { FlowNode } from "./flow-adapter.ts";
import { fitMap, type MapFit } from "./map-fit.ts";

/** CSS pixels. */
const size = { width: 136, height: 88 };

/**
 * The whole graph small, and what of it is in view; a press or a drag goes there, the wheel zooms. Drawn on one canvas when
 * the graph changes: a pan moves one element and asks after no node.
 */
export function Minimap(props: { readonly nodes: readonly FlowNode[] }) {
  const words = useWords();
  const nodes = useAtRest(props.nodes);
  const theme = useSettings((state) => state.theme);
  const drawing = useRef<HTMLCanvasElement>(null);
  const view = useRef<HTMLDivElement>(null);
  const store = useStoreApi();
  const { setCenter, getZoom, zoomTo } = useReactFlow();
  const fit = useMemo(() => fitMap(nodes.map(boxOf), size), [nodes]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useLayoutEffect(() => {
    const canvas = drawing.current;
    if (!canvas) return;
    const draw = () => drawNodes(canvas, nodes, fit);
    draw();
    // The colours come from the theme, which may follow the system's.
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", draw);
    return () => dark.removeEventListener("change", draw);
  }, [nodes, fit, theme]);
  useEffect(() => {
    const place = ({ transform: [x, y, zoom], width, height } = store.getState()) => {
      if (!view.current) return;
      const { left, top, right, bottom } = fit.view(-x / zoom, -y / zoom, width / zoom, height / zoom);
      view.current.style.transform = `translate(${left}px, ${top}px)`;
      view.current.style.width = `${right - left}px`;
      view.current.style.height = `${bottom - top}px`;
    };
    place();
    return store.subscribe((now, before) => {
      if (now.transform !== before.transform || now.width !== before.width || now.height !== before.height)
        place(now);
    });
  }, [store, fit]);
  const go = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons !== 1) return;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const [x, y] = fit.back(event.clientX - left, event.clientY - top);
    void setCenter(x, y, { zoom: getZoom() });
  };
  return (
    <div
      className={css.minimap}
      style={size}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={go}
      onWheel={(event) => void zoomTo(getZoom() * 2 ** (-event.deltaY * 0.002))}
    >
      <canvas ref={drawing} role="img" aria-label={words.minimap} />
      <div ref={view} className={css.mapView} />
    </div>
  );
}

/** The nodes as they lay before a drag that is under way: the map follows when it ends, and costs its steps nothing. */
function useAtRest(nodes: readonly FlowNode[]): readonly FlowNode[] {
  const dragging = useView((state) => state.drag !== undefined);
  const [rested, rest] = useState(nodes);
  if (!dragging && rested !== nodes) rest(nodes);
  return dragging ? rested : nodes;
}

function boxOf({ position: { x, y }, width = 0, height = 0 }: FlowNode) {
  return { x, y, width, height };
}

function drawNodes(canvas: HTMLCanvasElement, nodes: readonly FlowNode[], fit: MapFit): void {
  const ratio = window.devicePixelRatio;
  canvas.width = size.width * ratio;
  canvas.height = size.height * ratio;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.scale(ratio, ratio);
  pen.fillStyle = getComputedStyle(canvas).color;
  for (const [type, strength] of strengths) {
    pen.globalAlpha = strength;
    pen.beginPath();
    for (const node of nodes) {
      if (node.type !== type) continue;
      const { left, top, width, height } = fit.at(boxOf(node));
      pen.rect(left, top, Math.max(1, width), Math.max(1, height));
    }
    pen.fill();
  }
}

/** Frames are left out: what stands on them shows where they are. */
const strengths = [
  ["note", 0.5],
  ["card", 1],
] as const;
