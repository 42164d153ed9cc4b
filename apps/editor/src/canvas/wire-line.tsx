import type { Summary } from "@unclip/engine";
import type { Point } from "@unclip/graph";
import { EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react";
import { type CSSProperties, memo, useState } from "react";
import { createPortal } from "react-dom";
import { useOutput } from "../parts/use-node-run.ts";
import { readEmbedding } from "../run/facts.ts";
import { assetUrl } from "../server/api.ts";
import { useServer } from "../server/server-store.ts";
import { useView } from "../view/view-store.ts";
import { useWords } from "../words/words.ts";
import type { FlowEdge } from "./flow-adapter.ts";
import { portLook } from "./port-look.ts";
import { BendDots, useBending } from "./wire-bends.tsx";
import css from "./wire-line.module.css";
import { pathThrough } from "./wire-path.ts";

/** An edge in the colour of what it carries; double where it carries a batch, dashed for a substitution. */
export const WireLine = memo(function WireLine(props: EdgeProps<FlowEdge>) {
  const { id, sourceHandleId, selected, data } = props;
  const words = useWords();
  // Where the pointer is on the edge, screen pixels.
  const [hover, setHover] = useState<{ x: number; y: number }>();
  const far = useView((state) => state.far);
  const output = useOutput(props.source, sourceHandleId ?? "");
  const kindTitle = useServer((state) => state.vocabulary.kinds[data?.kind ?? ""]?.title ?? data?.kind ?? "");
  const [plain, middleX, middleY] = getBezierPath(props);
  const source: Point = [props.sourceX, props.sourceY];
  const target: Point = [props.targetX, props.targetY];
  const bends = data?.bends ?? none;
  const path = bends.length > 0 ? pathThrough(source, target, bends) : plain;
  const [labelX, labelY] = bends[bends.length >> 1] ?? [middleX, middleY];
  const { press, move, release } = useBending({ id, source, target, bends });
  const count = output?.items.length ?? 1;
  const colour = data?.broken ? "var(--danger)" : portLook(data?.kind ?? "").colour;
  const first = output?.items[0];
  return (
    <>
      <path
        d={path}
        className={css.wire}
        data-selected={selected || undefined}
        data-dashed={data?.remark || data?.broken ? "" : undefined}
        style={{ "--wire": colour, "--width": count > 1 ? "4.5px" : "1.5px" } as CSSProperties}
      />
      {count > 1 ? <path d={path} className={css.between} /> : null}
      {far ? null : (
        <path
          d={path}
          className={css.reach}
          data-edge={id}
          onPointerDown={press}
          onPointerMove={(event) => {
            const bending = move(event);
            setHover(bending ? undefined : { x: event.clientX, y: event.clientY });
          }}
          onPointerUp={release}
          onPointerLeave={() => setHover(undefined)}
        />
      )}
      {far ? null : <BendDots id={id} source={source} target={target} bends={bends} colour={colour} />}
      {!far && count > 1 && target[0] - source[0] > leastForCount ? (
        <EdgeLabelRenderer>
          <span
            className={css.count}
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
          >
            ×{count}
          </span>
        </EdgeLabelRenderer>
      ) : null}
      {hover
        ? createPortal(
            <div className={css.tip} role="tooltip" style={tipPlace(hover)}>
              <b>
                {kindTitle}
                {count > 1 ? ` ×${count}` : ""}
              </b>
              {data?.remark ? <p>{`${words.substitution}: ${data.remark}`}</p> : null}
              {output && first ? <Value kind={output.kind} summary={first} /> : null}
            </div>,
            document.body,
          )
        : null}
    </>
  );
});

const none: readonly Point[] = [];

/** Canvas pixels that an edge needs for its count not to lie on a card. */
const leastForCount = 48;

/** Beside the pointer and within the window. */
function tipPlace({ x, y }: { readonly x: number; readonly y: number }): CSSProperties {
  return { left: Math.min(x + 12, innerWidth - 236), top: Math.min(y + 12, innerHeight - 180) };
}

/** What the edge carried in the last run: a picture, a norm with the three nearest concepts, the first words. */
function Value({ kind, summary }: { kind: string; summary: Summary }) {
  const words = useWords();
  const line = words.value(kind, summary.text);
  const nearest = readEmbedding(summary.facts)?.nearest.slice(0, 3) ?? [];
  return (
    <>
      {summary.asset?.type.startsWith("image/") ? <img src={assetUrl(summary.asset.id)} alt="" /> : null}
      {nearest.map(([label, cosine]) => (
        <p key={label} className={css.near}>
          <span>{label}</span> {cosine.toFixed(2)}
        </p>
      ))}
      <p>{line.length > 120 ? `${line.slice(0, 120)}…` : line}</p>
    </>
  );
}
