import { portRef } from "@unclip/graph";
import { Handle, Position } from "@xyflow/react";
import { type CSSProperties, memo, useState } from "react";
import { createPortal } from "react-dom";
import { useServer } from "../server/server-store.ts";
import { useView } from "../view/view-store.ts";
import { useWords } from "../words/words.ts";
import css from "./node-card.module.css";
import type { PortPlace } from "./node-layout.ts";
import { PortShape } from "./port-shape.tsx";
import tips from "./wire-line.module.css";

interface Props {
  readonly node: string;
  readonly place: PortPlace;
  readonly kind: string;
  readonly title: string;
  readonly about: string;
  readonly broken: boolean;
}

/** The mark of a port: where wires start and end. */
export const PortHandle = memo(function PortHandle({ node, place, kind, title, about, broken }: Props) {
  const words = useWords();
  const kindTitle = useServer((state) => state.vocabulary.kinds[kind]?.title ?? kind);
  const ref = portRef(node, place.port);
  // Where the tip stands while the pointer is on the port, screen pixels.
  const [tip, setTip] = useState<CSSProperties>();
  // Only while a wire is dragged: does it fit here?
  const glow = useView(({ wire }) => {
    if (!wire) return undefined;
    const wanted = wire.side === "output" ? "input" : "output";
    if (wire.from.node === node && wire.from.port === place.port && wire.side === place.side) return "start";
    return place.side === wanted && wire.fitting.has(ref) ? "fits" : "fades";
  });
  const isInput = place.side === "input";
  const label = isInput
    ? place.param
      ? words.paramPort(title, kindTitle)
      : words.inputPort(title, kindTitle)
    : words.outputPort(title, kindTitle);
  return (
    <Handle
      id={place.port}
      type={isInput ? "target" : "source"}
      position={isInput ? Position.Left : Position.Right}
      className={css.handle ?? ""}
      style={{ left: place.x - 1, top: place.y - 1 }}
      role="button"
      aria-label={`${label} (${ref})`}
      onPointerEnter={(event) => {
        if (event.pointerType !== "mouse" || event.buttons !== 0) return;
        const { left, right, top } = event.currentTarget.getBoundingClientRect();
        setTip(
          isInput ? { right: innerWidth - left + 14, top: top - 12 } : { left: right + 14, top: top - 12 },
        );
      }}
      onPointerLeave={() => setTip(undefined)}
      onPointerDown={() => setTip(undefined)}
      data-glow={glow}
      data-port={ref}
      data-side={place.side}
    >
      <PortShape kind={kind} broken={broken} />
      {tip
        ? createPortal(
            <div className={tips.tip} role="tooltip" style={tip}>
              <b>{label}</b>
              {about ? <p>{about}</p> : null}
            </div>,
            document.body,
          )
        : null}
    </Handle>
  );
});
