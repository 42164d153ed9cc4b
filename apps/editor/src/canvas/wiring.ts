/** Dragging a wire: what may take it lights up, what takes it is connected, what refuses it says why. */
import { addNode, connect, freshId, type NodePort, type PortRef, portRef, splitRef } from "@unclip/graph";
import type { Connection, FinalConnectionState, OnConnectStartParams } from "@xyflow/react";
import { compose } from "../document/compose.ts";
import { bridgeBetween, fittingPorts, judgeConnection } from "../document/connection.ts";
import { editHere, useDoc } from "../document/doc-store.ts";
import { kindOfInput, kindOfOutput } from "../document/port-kinds.ts";
import { useServer } from "../server/server-store.ts";
import { say } from "../view/notice.ts";
import { type PendingWire, select, setView, useView } from "../view/view-store.ts";
import { words } from "../words/words.ts";
import { cardWidth } from "./node-layout.ts";
import { toCanvas } from "./viewport.ts";

export function startWire(_event: unknown, { nodeId, handleId, handleType }: OnConnectStartParams): void {
  if (!nodeId || !handleId) return;
  setView({
    wire: pendingWire({ node: nodeId, port: handleId }, handleType === "source" ? "output" : "input"),
  });
}

/** The wire from a port, with all that it fits. */
function pendingWire(from: NodePort, side: "input" | "output"): PendingWire {
  const { here: graph } = useDoc.getState();
  const { vocabulary } = useServer.getState();
  const kind = (side === "output" ? kindOfOutput : kindOfInput)(graph, vocabulary, from) ?? "unknown";
  return { from, side, kind, fitting: fittingPorts(graph, vocabulary, from, side) };
}

export function finishWire(): void {
  setView({ wire: undefined });
}

export function acceptWire({ source, sourceHandle, target, targetHandle }: Connection): void {
  if (!sourceHandle || !targetHandle) return;
  editHere((graph) => connect(graph, portRef(source, sourceHandle), portRef(target, targetHandle)));
}

/** The wire was let go: on a port that took it, on a node, on a port that does not fit, or over nothing. */
export function dropWire(event: MouseEvent | TouchEvent, state: FinalConnectionState): void {
  const { wire } = useView.getState();
  finishWire();
  if (!wire || state.isValid) return;
  const { clientX, clientY } = "changedTouches" in event ? event.changedTouches[0]! : event;
  const under = document.elementFromPoint(clientX, clientY);
  const screen = [clientX, clientY] as const;
  const port = under?.closest<HTMLElement>("[data-port]")?.dataset;
  const node = under?.closest<HTMLElement>("[data-node]")?.dataset.node;
  if (node === wire.from.node) return;
  if (port?.port !== undefined && port.side !== wire.side) refuse(wire, port.port, screen);
  else if (node !== undefined) dropOnNode(wire, node, screen);
  else if (under?.closest(".react-flow__pane"))
    setView({ palette: { screen, at: paletteSpot(wire, screen), wire } });
}

function paletteSpot(wire: PendingWire, screen: readonly [number, number]): readonly [number, number] {
  const [x, y] = toCanvas(screen);
  const left = wire.side === "output" ? x : x - cardWidth;
  return [Math.round(left / 8) * 8, Math.round((y - 46) / 8) * 8];
}

/** Dropped on a card and not on a port: the first port there that fits takes it. */
function dropOnNode(wire: PendingWire, node: string, screen: readonly [number, number]): void {
  const ports = [...wire.fitting].filter((ref) => splitRef(ref).node === node);
  const { here: graph } = useDoc.getState();
  const free = ports.find(
    (ref) => wire.side === "input" || graph.nodes[node]?.inputs?.[splitRef(ref).port] === undefined,
  );
  const chosen = free ?? ports[0];
  if (chosen !== undefined) {
    connectWire(wire, chosen);
    return;
  }
  const type = useServer.getState().vocabulary.nodeTypes[graph.nodes[node]?.type ?? ""];
  const [first] = Object.keys((wire.side === "output" ? type?.inputs : type?.outputs) ?? {});
  refuse(wire, portRef(node, first ?? ""), screen);
}

function connectWire(wire: PendingWire, other: PortRef): void {
  const own = portRef(wire.from.node, wire.from.port);
  editHere((graph) => (wire.side === "output" ? connect(graph, own, other) : connect(graph, other, own)));
}

/** Says at the cursor why a wire does not fit, and offers the node that would make it fit. */
function refuse(wire: PendingWire, other: PortRef, [x, y]: readonly [number, number]): void {
  const { here: graph } = useDoc.getState();
  const { vocabulary } = useServer.getState();
  const end = splitRef(other);
  const [source, target] = wire.side === "output" ? [wire.from, end] : [end, wire.from];
  const verdict = judgeConnection(graph, vocabulary, source, target);
  if (verdict.fits) return;
  const { refused, insertBridge } = words();
  if (verdict.why !== "kind") {
    say({ tone: "error", text: refused[verdict.why], at: { x, y } });
    return;
  }
  const title = (kind: string) => vocabulary.kinds[kind]?.title ?? kind;
  const bridge = bridgeBetween(vocabulary, verdict.found, verdict.expected);
  say({
    tone: "error",
    text: refused.kind(title(verdict.found), title(verdict.expected)),
    at: { x, y },
    ...(bridge && {
      action: {
        label: insertBridge(bridge.title),
        run: () => insertBetween(bridge, source, target, toCanvas([x, y])),
      },
    }),
  });
}

function insertBetween(
  bridge: { readonly type: string; readonly title: string; readonly input: string; readonly output: string },
  source: NodePort,
  target: NodePort,
  [x, y]: readonly [number, number],
): void {
  const id = freshId(useDoc.getState().here, bridge.type);
  const at = [Math.round((x - cardWidth / 2) / 8) * 8, Math.round((y + 40) / 8) * 8] as const;
  const inputs = { [bridge.input]: portRef(source.node, source.port) };
  editHere((graph) =>
    compose(graph, words().insertBridge(bridge.title), [
      (now) => addNode(now, id, { type: bridge.type, inputs, at }),
      (now) => connect(now, portRef(id, bridge.output), portRef(target.node, target.port)),
    ]),
  );
  select([id]);
}
