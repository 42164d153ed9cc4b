import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { useDoc } from "../document/doc-store.ts";
import { problemsOf, useProblems } from "../document/problem-store.ts";
import { useNodeRun } from "../parts/use-node-run.ts";
import { useView } from "../view/view-store.ts";
import type { CardNode } from "./flow-adapter.ts";
import css from "./node-card.module.css";
import { NodeFoot } from "./node-foot.tsx";
import { NodeHeader } from "./node-header.tsx";
import { gutter } from "./node-layout.ts";
import { ParamRow, PortsRow } from "./node-rows.tsx";
import { PortHandle } from "./port-handle.tsx";

/** One node, drawn from its node type's tables: the same component for every type. */
export const NodeCard = memo(function NodeCard({ id, data, selected }: NodeProps<CardNode>) {
  const node = useDoc((state) => state.here.nodes[id]);
  const run = useNodeRun(id);
  const path = useDoc((state) => state.path);
  const problems = useProblems(problemsOf(path + id));
  const far = useView((state) => state.far);
  if (!node) return null;
  const { layout, type, collapsed } = data;
  const classes = [css.card, node.off && css[node.off], selected && css.selected, far && css.far]
    .filter(Boolean)
    .join(" ");
  return (
    <div
      className={classes}
      style={{ width: layout.width, height: layout.height }}
      data-node={id}
      data-status={run.status}
    >
      <div className={css.body} data-group={type?.group} style={{ inset: gutter }}>
        <NodeHeader id={id} type={type} typeName={node.type} off={node.off} run={run} problems={problems} />
      </div>
      {far || collapsed
        ? null
        : layout.rows.map((row) =>
            row.row === "ports" ? (
              <PortsRow key={`p${row.y}`} id={id} row={row} type={type} layout={layout} problems={problems} />
            ) : (
              <ParamRow
                key={row.param}
                id={id}
                row={row}
                type={type}
                layout={layout}
                literal={node.params?.[row.param]}
                edge={node.inputs?.[row.param]}
                problems={problems}
              />
            ),
          )}
      {collapsed || far ? <MergedHandles id={id} data={data} /> : null}
      {collapsed ? null : <NodeFoot id={id} layout={layout} run={run} problems={problems} far={far} />}
    </div>
  );
});

/** Ports of a card that shows no rows: there for wires to hold on to. */
function MergedHandles({ id, data }: { id: string; data: CardNode["data"] }) {
  const node = useDoc((state) => state.here.nodes[id]);
  return data.layout.ports
    .filter((place) => !place.param || node?.inputs?.[place.port] !== undefined)
    .map((place) => (
      <PortHandle
        key={`${place.side}.${place.port}`}
        node={id}
        place={place}
        kind={portKind(data.type, place.side, place.port)}
        title={place.port}
        about=""
        broken={false}
      />
    ));
}

function portKind(type: CardNode["data"]["type"], side: "input" | "output", port: string): string {
  return (side === "input" ? type?.inputs[port]?.kind : type?.outputs[port]?.kind) ?? "number";
}
