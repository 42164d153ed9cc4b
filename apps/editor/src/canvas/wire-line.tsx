import type { Summary } from "@unclip/engine";
import { EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react";
import { type CSSProperties, memo, useState } from "react";
import { createPortal } from "react-dom";
import { useOutput } from "../parts/use-node-run.ts";
import { assetUrl } from "../server/api.ts";
import { useServer } from "../server/server-store.ts";
import { useView } from "../view/view-store.ts";
import { useWords } from "../words/words.ts";
import type { FlowEdge } from "./flow-adapter.ts";
import { portLook } from "./port-look.ts";
import css from "./wire-line.module.css";

/** An edge in the colour of what it carries; double where it carries a batch, dashed for a substitution. */
export const WireLine = memo(function WireLine(props: EdgeProps<FlowEdge>) {
  const { id, source, sourceHandleId, selected, data } = props;
  const words = useWords();
  // Where the pointer is on the edge, screen pixels.
  const [hover, setHover] = useState<{ x: number; y: number }>();
  const far = useView((state) => state.far);
  const output = useOutput(source, sourceHandleId ?? "");
  const kindTitle = useServer((state) => state.vocabulary.kinds[data?.kind ?? ""]?.title ?? data?.kind ?? "");
  const [path, labelX, labelY] = getBezierPath(props);
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
          onPointerMove={(event) => setHover({ x: event.clientX, y: event.clientY })}
          onPointerLeave={() => setHover(undefined)}
        />
      )}
      {!far && count > 1 && props.targetX - props.sourceX > leastForCount ? (
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
              {first ? <Value summary={first} /> : null}
            </div>,
            document.body,
          )
        : null}
    </>
  );
});

/** Canvas pixels that an edge needs for its count not to lie on a card. */
const leastForCount = 48;

/** Beside the pointer and within the window. */
function tipPlace({ x, y }: { readonly x: number; readonly y: number }): CSSProperties {
  return { left: Math.min(x + 12, innerWidth - 236), top: Math.min(y + 12, innerHeight - 180) };
}

/** What the edge carried in the last run: a picture, a norm, the first words. */
function Value({ summary }: { summary: Summary }) {
  return (
    <>
      {summary.asset?.type.startsWith("image/") ? <img src={assetUrl(summary.asset.id)} alt="" /> : null}
      <p>{summary.text.length > 120 ? `${summary.text.slice(0, 120)}…` : summary.text}</p>
    </>
  );
}
