/**
 * Where everything sits on a node's card. Size and port positions follow from the node type's tables, so that the
 * canvas can place wires and skip what is out of sight before anything is drawn.
 */
import { type NodeTypeTable, type Param, paramKind } from "@unclip/engine";

/** Transparent margin around a card, inside the node's box: ports and focus rings live in it. */
export const gutter = 8;
export const cardWidth = 240;
export const headerHeight = 28;
const rowHeight = 26;
/** The picture at a node's foot: a square of this side, with padding around it. */
export const pictureSide = 224;
/** The items of a batch, within that square. */
export const filmstripHeight = 44;
/** A sentence at the foot: what failed. */
export const alertHeight = 48;
const bodyPadding = 4;

export interface PortsRow {
  readonly row: "ports";
  readonly y: number;
  readonly input?: string;
  readonly output?: string;
}
export interface ParamRow {
  readonly row: "param";
  readonly y: number;
  readonly height: number;
  readonly param: string;
}

/** A port's mark: the centre, relative to the node's box. */
export interface PortPlace {
  readonly port: string;
  readonly side: "input" | "output";
  readonly x: number;
  readonly y: number;
  readonly param: boolean;
}

export interface NodeLayout {
  /** The node's box, gutter included. */
  readonly width: number;
  readonly height: number;
  readonly rows: readonly (PortsRow | ParamRow)[];
  readonly ports: readonly PortPlace[];
  readonly footY: number;
  readonly footHeight: number;
}

export interface LayoutRequest {
  readonly type: NodeTypeTable | undefined;
  /** Ports that edges name and the type does not have: drawn broken, never dropped. */
  readonly brokenInputs: readonly string[];
  readonly brokenOutputs: readonly string[];
  readonly collapsed: boolean;
  readonly footHeight: number;
}

/** Height of a param's control. */
function paramHeight(param: Param): number {
  if (param.param === "text" && param.multiline) return 84;
  if (param.param === "list") return 84;
  if (param.param === "asset") return 112;
  return rowHeight;
}

export function layoutNode(request: LayoutRequest): NodeLayout {
  const inputs = [...Object.keys(request.type?.inputs ?? {}), ...request.brokenInputs];
  const outputs = [...Object.keys(request.type?.outputs ?? {}), ...request.brokenOutputs];
  const params = Object.entries(request.type?.params ?? {});
  if (request.collapsed)
    return layoutCollapsed(
      inputs,
      outputs,
      params.map(([name]) => name),
    );
  const rows: (PortsRow | ParamRow)[] = [];
  const ports: PortPlace[] = [];
  let y = gutter + headerHeight + bodyPadding;
  for (let i = 0; i < Math.max(inputs.length, outputs.length); i++) {
    const [input, output] = [inputs[i], outputs[i]];
    rows.push({
      row: "ports",
      y,
      ...(input === undefined ? {} : { input }),
      ...(output === undefined ? {} : { output }),
    });
    const centre = y + rowHeight / 2;
    if (input !== undefined) ports.push({ port: input, side: "input", x: gutter, y: centre, param: false });
    if (output !== undefined) {
      ports.push({ port: output, side: "output", x: gutter + cardWidth, y: centre, param: false });
    }
    y += rowHeight;
  }
  for (const [name, param] of params) {
    const height = paramHeight(param);
    rows.push({ row: "param", y, height, param: name });
    ports.push({ port: name, side: "input", x: gutter, y: y + rowHeight / 2, param: true });
    y += height;
  }
  y += bodyPadding;
  const height = y + request.footHeight + gutter;
  return { width: cardWidth + 2 * gutter, height, rows, ports, footY: y, footHeight: request.footHeight };
}

/** A collapsed card is its header; all its ports meet at the header's middle. */
function layoutCollapsed(
  inputs: readonly string[],
  outputs: readonly string[],
  params: readonly string[],
): NodeLayout {
  const y = gutter + headerHeight / 2;
  const at = (port: string, side: "input" | "output", param: boolean): PortPlace => ({
    port,
    side,
    x: side === "input" ? gutter : gutter + cardWidth,
    y,
    param,
  });
  return {
    width: cardWidth + 2 * gutter,
    height: headerHeight + 2 * gutter,
    rows: [],
    ports: [
      ...inputs.map((port) => at(port, "input", false)),
      ...params.map((port) => at(port, "input", true)),
      ...outputs.map((port) => at(port, "output", false)),
    ],
    footY: gutter + headerHeight,
    footHeight: 0,
  };
}

/** The kind that a port of this node type has by its tables; edges may refine an output's. */
export function declaredKind(
  type: NodeTypeTable | undefined,
  side: "input" | "output",
  port: string,
): string {
  if (side === "output") return type?.outputs[port]?.kind ?? "unknown";
  const param = type?.params[port];
  return type?.inputs[port]?.kind ?? (param ? paramKind(param) : "unknown");
}
