import { portRef } from "@unclip/graph";
import { Handle, Position } from "@xyflow/react";
import { memo } from "react";
import { useServer } from "../server/server-store.ts";
import { useView } from "../view/view-store.ts";
import { useWords } from "../words/words.ts";
import css from "./node-card.module.css";
import type { PortPlace } from "./node-layout.ts";
import { PortShape } from "./port-shape.tsx";

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
      title={`${label}${about && `\n${about}`}`}
      data-glow={glow}
      data-port={ref}
      data-side={place.side}
    >
      <PortShape kind={kind} broken={broken} />
    </Handle>
  );
});
