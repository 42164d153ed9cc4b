import { portRef } from "@unclip/graph";
import { ConnectionLineType, ReactFlow, SelectionMode, useStore } from "@xyflow/react";
import { type DragEvent, type KeyboardEvent, type MouseEvent, useCallback, useEffect, useMemo } from "react";
import { runCommand } from "../commands/commands.ts";
import { pressKey } from "../commands/keyboard.ts";
import { useDoc } from "../document/doc-store.ts";
import { useProblems } from "../document/problem-store.ts";
import { useRun } from "../run/run-store.ts";
import { useServer } from "../server/server-store.ts";
import { setView, useView } from "../view/view-store.ts";
import { useWords, words } from "../words/words.ts";
import { alertedNodes } from "./alerts.ts";
import css from "./canvas.module.css";
import { applyEdgeChanges, applyNodeChanges, startDrag } from "./canvas-changes.ts";
import { Dots } from "./dots.tsx";
import { dropOnCanvas } from "./drop.ts";
import { createEdgeMapper, createNodeMapper, type FlowEdge, type FlowNode } from "./flow-adapter.ts";
import { FrameBox } from "./frame-box.tsx";
import { Minimap } from "./minimap.tsx";
import { NodeCard } from "./node-card.tsx";
import { NoteCard } from "./note-card.tsx";
import { portLook } from "./port-look.ts";
import { setCanvas, toCanvas } from "./viewport.ts";
import { WireLine } from "./wire-line.tsx";
import { acceptWire, dropWire, finishWire, startWire } from "./wiring.ts";

const nodeTypes = { card: NodeCard, frame: FrameBox, note: NoteCard };
const edgeTypes = { wire: WireLine };
const grid: [number, number] = [8, 8];
const several = ["Shift", "Meta", "Control"];
/** Below this zoom, cards show title and picture only. */
const farZoom = 0.35;

/** The graph, to look at and to edit. */
export function Canvas() {
  const text = useWords();
  const nodes = useFlowNodes();
  const edges = useFlowEdges();
  const wireKind = useView((state) => state.wire?.kind);
  const minimap = useView((state) => state.minimap);
  const empty = nodes.length === 0;
  const openPalette = useCallback((event: MouseEvent) => {
    if (!(event.target as Element).classList.contains("react-flow__pane")) return;
    setView({
      palette: { screen: [event.clientX, event.clientY], at: toCanvas([event.clientX, event.clientY]) },
    });
  }, []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files are dropped here; the keyboard has commands for it
    <div
      className={css.canvas}
      onDoubleClick={openPalette}
      onDragOver={allowDrop}
      onDrop={dropOnCanvas}
      onKeyDownCapture={keepSelection}
    >
      <ReactFlow<FlowNode, FlowEdge>
        aria-label={text.canvas}
        nodes={nodes as FlowNode[]}
        edges={edges as FlowEdge[]}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onInit={setCanvas}
        onNodesChange={applyNodeChanges}
        onEdgesChange={applyEdgeChanges}
        onNodeDragStart={startDrag}
        onConnectStart={startWire}
        onConnect={acceptWire}
        onConnectEnd={dropWire}
        onClickConnectStart={startWire}
        onClickConnectEnd={finishWire}
        isValidConnection={fitsWire}
        onPaneContextMenu={openMenu}
        onNodeContextMenu={openNodeMenu}
        onEdgeContextMenu={openEdgeMenu}
        onPaneClick={closeMenus}
        onMoveStart={closeMenus}
        connectionLineType={ConnectionLineType.Bezier}
        connectionLineStyle={{ stroke: portLook(wireKind ?? "").colour, strokeWidth: 1.75 }}
        connectionRadius={22}
        onlyRenderVisibleElements
        elevateNodesOnSelect={false}
        nodeDragThreshold={3}
        snapToGrid
        snapGrid={grid}
        minZoom={0.08}
        maxZoom={2.5}
        panOnScroll
        zoomOnDoubleClick={false}
        selectionMode={SelectionMode.Partial}
        multiSelectionKeyCode={several}
        deleteKeyCode={null}
        panActivationKeyCode={null}
        fitView
        fitViewOptions={fitOptions}
      >
        <Dots />
        {minimap && !empty ? (
          <div className={css.mapLayer}>
            <Minimap nodes={nodes} />
          </div>
        ) : null}
        <FarWatch />
      </ReactFlow>
      {empty ? (
        <div className={css.empty}>
          <p>{text.emptyCanvas}</p>
          <div>
            <button type="button" onClick={() => runCommand("add-node")}>
              {text.add}
            </button>
            <button type="button" onClick={() => setView({ left: "templates" })}>
              {text.templates}
            </button>
          </div>
        </div>
      ) : null}
    </div>
  );
}

const fitOptions = { padding: 0.12, maxZoom: 1.25 };

function useFlowNodes(): readonly FlowNode[] {
  const map = useMemo(createNodeMapper, []);
  const graph = useDoc((state) => state.here);
  const path = useDoc((state) => state.path);
  const vocabulary = useServer((state) => state.vocabulary);
  const selection = useView((state) => state.selection);
  const collapsed = useView((state) => state.collapsed);
  const drag = useView((state) => state.drag);
  const feet = useRun((state) => state.feet);
  const failed = useRun((state) => state.failed);
  const remarked = useRun((state) => state.remarked);
  const problems = useProblems((state) => state.errors);
  const alerted = useMemo(() => alertedNodes(failed, remarked, problems), [failed, remarked, problems]);
  return map(graph, { vocabulary, path, selection, collapsed, drag, feet, alerted, label: nameOnCanvas });
}

function useFlowEdges(): readonly FlowEdge[] {
  const map = useMemo(createEdgeMapper, []);
  const graph = useDoc((state) => state.here);
  const vocabulary = useServer((state) => state.vocabulary);
  const selected = useView((state) => state.selectedEdges);
  return useMemo(() => map(graph, vocabulary, selected, words().edge), [map, graph, vocabulary, selected]);
}

function nameOnCanvas(is: "node" | "frame" | "note", id: string): string {
  return words()[is](id);
}

/** Tells the cards when the canvas is zoomed out; a boolean, so that panning wakes nobody. */
function FarWatch() {
  const far = useStore((state) => state.transform[2] < farZoom);
  useEffect(() => setView({ far }), [far]);
  return null;
}

function fitsWire(edge: {
  source: string;
  target: string;
  sourceHandle?: string | null;
  targetHandle?: string | null;
}) {
  const { wire } = useView.getState();
  if (!wire) return false;
  const other =
    wire.side === "output"
      ? portRef(edge.target, edge.targetHandle ?? "")
      : portRef(edge.source, edge.sourceHandle ?? "");
  return wire.fitting.has(other);
}

/**
 * React Flow takes Enter with a modifier on a focused node as a press that adds to the selection, and takes the node out
 * of it; here such keys are commands on what is selected.
 */
function keepSelection(event: KeyboardEvent): void {
  const modified = event.ctrlKey || event.metaKey || event.shiftKey;
  const onThing = (event.target as Element).matches(".react-flow__node, .react-flow__edge");
  if (event.key !== "Enter" || !modified || !onThing) return;
  event.stopPropagation();
  pressKey(event.nativeEvent);
}

function allowDrop(event: DragEvent): void {
  event.preventDefault();
}

function openMenu(event: MouseEvent | globalThis.MouseEvent): void {
  event.preventDefault();
  const screen = [event.clientX, event.clientY] as const;
  setView({ menu: { screen, at: toCanvas(screen), target: "canvas" } });
}

function openNodeMenu(event: MouseEvent, node: FlowNode): void {
  event.preventDefault();
  const screen = [event.clientX, event.clientY] as const;
  const { selection } = useView.getState();
  setView({
    menu: { screen, at: toCanvas(screen), target: "selection" },
    ...(selection.has(node.id) ? {} : { selection: new Set([node.id]), selectedEdges: new Set() }),
  });
}

function openEdgeMenu(event: MouseEvent, edge: FlowEdge): void {
  event.preventDefault();
  const screen = [event.clientX, event.clientY] as const;
  setView({
    menu: { screen, at: toCanvas(screen), target: "edge" },
    selection: new Set(),
    selectedEdges: new Set([edge.id]),
  });
}

function closeMenus(): void {
  if (useView.getState().menu) setView({ menu: undefined });
}
