import type { NodeTypeTable } from "@unclip/engine";
import { addNode, connect, freshId, type Point, portRef } from "@unclip/graph";
import { compose } from "../document/compose.ts";
import { fittingInputs, fittingOutputs } from "../document/connection.ts";
import { editHere, useDoc } from "../document/doc-store.ts";
import { useServer } from "../server/server-store.ts";
import { type PaletteState, select, setView } from "../view/view-store.ts";

/** Adds a node of this type where the palette stands, connected to the wire that asked for it; one step of the history. */
export function addFromPalette(type: NodeTypeTable, { at, wire }: PaletteState): void {
  const { vocabulary } = useServer.getState();
  const id = freshId(useDoc.getState().here, type.group === "parts" ? type.title : type.type);
  editHere((graph) => {
    const add = addNode(graph, id, { type: type.type, at: onGrid(at) });
    if (!wire) return add;
    const own = portRef(wire.from.node, wire.from.port);
    const ports =
      wire.side === "output"
        ? fittingInputs(vocabulary, type, wire.kind)
        : fittingOutputs(vocabulary, type, wire.kind);
    const [port] = ports;
    if (port === undefined) return add;
    const other = portRef(id, port);
    return compose(graph, add.label, [
      () => add,
      (now) => (wire.side === "output" ? connect(now, own, other) : connect(now, other, own)),
    ]);
  });
  select([id]);
  setView({ palette: undefined });
}

/** Adds a node of this type at a place on the canvas. */
export function addAt(type: NodeTypeTable, at: Point): void {
  addFromPalette(type, { screen: [0, 0], at });
}

function onGrid([x, y]: Point): Point {
  return [Math.round(x / 8) * 8, Math.round(y / 8) * 8];
}
