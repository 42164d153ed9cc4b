import { type NodeTypeTable, type Problem, paramKind } from "@unclip/engine";
import { disconnect, type Literal, type PortRef, portRef } from "@unclip/graph";
import { Unplug } from "lucide-react";
import { memo, useState } from "react";
import { editHere } from "../document/doc-store.ts";
import { ParamControl } from "../params/param-control.tsx";
import { useView } from "../view/view-store.ts";
import { useWords } from "../words/words.ts";
import css from "./node-card.module.css";
import {
  declaredKind,
  gutter,
  type NodeLayout,
  type ParamRow as ParamRowPlace,
  type PortsRow as PortsRowPlace,
} from "./node-layout.ts";
import { PortHandle } from "./port-handle.tsx";

interface Shared {
  readonly id: string;
  readonly type: NodeTypeTable | undefined;
  readonly layout: NodeLayout;
  readonly problems: readonly Problem[];
}

/** An input port at the left and an output port at the right. */
export const PortsRow = memo(function PortsRow({
  id,
  row,
  type,
  layout,
  problems,
}: Shared & { row: PortsRowPlace }) {
  return (
    <div className={css.row} style={{ top: row.y, left: gutter, right: gutter }}>
      {row.input === undefined ? (
        <span />
      ) : (
        <PortLabel id={id} port={row.input} side="input" type={type} problems={problems} />
      )}
      {row.output === undefined ? null : (
        <PortLabel id={id} port={row.output} side="output" type={type} problems={problems} />
      )}
      {(["input", "output"] as const).map((side) => {
        const port = row[side];
        const place = layout.ports.find((candidate) => candidate.port === port && candidate.side === side);
        const table = side === "input" ? type?.inputs[port ?? ""] : type?.outputs[port ?? ""];
        if (port === undefined || place === undefined) return null;
        return (
          <PortHandle
            key={side}
            node={id}
            // Rows stand in the card; the handle's place is relative to the row.
            place={{ ...place, x: place.x - gutter, y: place.y - row.y }}
            kind={declaredKind(type, side, port)}
            title={table?.title ?? port}
            about={table?.about ?? ""}
            broken={table === undefined}
          />
        );
      })}
    </div>
  );
});

interface LabelProps {
  readonly id: string;
  readonly port: string;
  readonly side: "input" | "output";
  readonly type: NodeTypeTable | undefined;
  readonly problems: readonly Problem[];
}

function PortLabel({ id, port, side, type, problems }: LabelProps) {
  const table = side === "input" ? type?.inputs[port] : type?.outputs[port];
  // A problem names a port by its name alone; where an input and an output share it, the input is meant.
  const meant = side === "input" || type?.inputs[port] === undefined;
  const problem = meant
    ? problems.find((candidate) => candidate.port === port && candidate.severity === "error")
    : undefined;
  const classes = [css.label, side === "output" && css.out, (problem || (type && !table)) && css.wrong]
    .filter(Boolean)
    .join(" ");
  return (
    <span className={classes} title={problem?.message ?? table?.about} data-label={portRef(id, port)}>
      {table?.title ?? port}
    </span>
  );
}

type ParamRowProps = Shared & {
  readonly row: ParamRowPlace;
  readonly literal: Literal | undefined;
  readonly edge: PortRef | undefined;
};

/** A param: its control, or where its value comes from when an edge feeds it. */
export const ParamRow = memo(function ParamRow({
  id,
  row,
  type,
  layout,
  literal,
  edge,
  problems,
}: ParamRowProps) {
  const words = useWords();
  const [near, setNear] = useState(false);
  const param = type?.params[row.param];
  const fits = useView(({ wire }) => wire?.side === "output" && wire.fitting.has(portRef(id, row.param)));
  const place = layout.ports.find((candidate) => candidate.param && candidate.port === row.param);
  if (!param || !place) return null;
  const problem = problems.find(
    (candidate) => candidate.port === row.param && candidate.severity === "error",
  );
  const bare = row.height > 30 && edge === undefined;
  return (
    <div
      className={`${css.row} ${bare ? css.bare : ""}`}
      style={{ top: row.y, left: gutter, right: gutter, height: row.height }}
      onPointerEnter={() => setNear(true)}
      onPointerLeave={() => setNear(false)}
    >
      {bare ? null : (
        <span
          className={[css.label, css.paramLabel, problem && css.wrong].filter(Boolean).join(" ")}
          title={problem?.message ?? param.about}
        >
          {param.title}
        </span>
      )}
      {edge === undefined ? (
        <ParamControl node={id} name={row.param} param={param} literal={literal} />
      ) : (
        <span className={css.wired}>
          <span>{edge}</span>
          <button
            type="button"
            className={`${css.flag} nodrag`}
            aria-label={`${words.makeInput}: ${words.param(param.title, id)}`}
            title={words.makeInput}
            onClick={() => editHere((graph) => disconnect(graph, portRef(id, row.param)))}
          >
            <Unplug size={12} strokeWidth={1.5} />
          </button>
        </span>
      )}
      {edge !== undefined || near || fits ? (
        <PortHandle
          node={id}
          place={{ ...place, x: place.x - gutter, y: place.y - row.y }}
          kind={paramKind(param)}
          title={param.title}
          about={param.about}
          broken={false}
        />
      ) : null}
    </div>
  );
});
