/** The canvas's view as functions, for whoever stands outside it: commands, palettes, panels. */
import type { Point } from "@unclip/graph";
import type { ReactFlowInstance, Viewport } from "@xyflow/react";
import type { FlowEdge, FlowNode } from "./flow-adapter.ts";
import { cardWidth, gutter } from "./node-layout.ts";

type Instance = ReactFlowInstance<FlowNode, FlowEdge>;

let instance: Instance | undefined;

/** The open canvas makes itself known, or (`undefined`) takes its leave. */
export function setCanvas(canvas: Instance | undefined): void {
  instance = canvas;
}

/** Nothing on the canvas moves by itself, so all of these take effect at once. */
export function fitCanvas(ids?: readonly string[]): void {
  const nodes = ids?.map((id) => ({ id }));
  void instance?.fitView({ ...(nodes ? { nodes } : {}), padding: 0.12, maxZoom: 1.25 });
}

export function zoomCanvas(by: "in" | "out"): void {
  void (by === "in" ? instance?.zoomIn() : instance?.zoomOut());
}

/** What part of the graph is in view, to come back to. */
export function canvasView(): Viewport | undefined {
  return instance?.getViewport();
}

export function showView(view: Viewport): void {
  void instance?.setViewport(view);
}

export function canvasZoom(): number {
  return instance?.getZoom() ?? 1;
}

/** Screen pixels → canvas pixels. */
export function toCanvas(screen: Point): Point {
  const { x, y } = instance?.screenToFlowPosition({ x: screen[0], y: screen[1] }) ?? { x: 0, y: 0 };
  return [Math.round(x), Math.round(y)];
}

let pointer: Point | undefined;

/** Where the pointer is, in screen pixels, while it is on the canvas; for what the keyboard adds there. */
export function watchPointer(): void {
  addEventListener("pointermove", (event) => {
    const onPane = (event.target as Element | null)?.closest?.(".react-flow") != null;
    pointer = onPane ? [event.clientX, event.clientY] : undefined;
  });
}

/** Where a person would expect something new, in screen pixels: at the pointer, else amid what is visible. */
export function canvasSpot(): Point {
  return pointer ?? canvasMiddle();
}

function canvasMiddle(): Point {
  const box = document.querySelector(".react-flow")?.getBoundingClientRect();
  return box ? [box.x + box.width / 2, box.y + box.height / 3] : [innerWidth / 2, innerHeight / 3];
}

/** The place nearest below the middle of what is visible where a box of this size covers nothing, in canvas pixels. */
export function freeSpot([width, height]: Point): Point {
  const [x, y] = toCanvas(canvasMiddle());
  const left = Math.round((x - width / 2) / 8) * 8;
  let top = Math.round(y / 8) * 8;
  const boxes = (instance?.getNodes() ?? []).filter(({ type }) => type !== "frame");
  for (let tries = 0; tries < 200; tries++) {
    const hit = boxes.find(
      (box) =>
        box.position.x < left + width &&
        box.position.x + (box.width ?? 0) > left &&
        box.position.y < top + height &&
        box.position.y + (box.height ?? 0) > top,
    );
    if (!hit) break;
    top = Math.ceil((hit.position.y + (hit.height ?? 0) + 16) / 8) * 8;
  }
  return [left, top];
}

/** The middle of an edge's line, canvas pixels; `undefined` while it is out of sight. */
export function middleOfEdge(id: string): Point | undefined {
  const line = document.querySelector<SVGPathElement>(`[data-edge="${CSS.escape(id)}"]`);
  if (!line) return undefined;
  const { x, y } = line.getPointAtLength(line.getTotalLength() / 2);
  return [Math.round(x), Math.round(y)];
}

/** A card's size on the canvas, without its gutter. */
export function nodeSize(id: string): Point {
  const node = instance?.getNode(id);
  return node ? [(node.width ?? cardWidth) - 2 * gutter, (node.height ?? 0) - 2 * gutter] : [cardWidth, 120];
}
