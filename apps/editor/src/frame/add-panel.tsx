import type { NodeTypeTable } from "@unclip/engine";
import { type PointerEvent, useMemo, useRef, useState } from "react";
import { cardWidth } from "../canvas/node-layout.ts";
import { PortShape } from "../canvas/port-shape.tsx";
import { freeSpot, toCanvas } from "../canvas/viewport.ts";
import { useDoc } from "../document/doc-store.ts";
import { addAt } from "../palette/add-node.ts";
import { nodeEntries } from "../palette/node-palette.tsx";
import { rank } from "../palette/rank.ts";
import { useServer } from "../server/server-store.ts";
import { useWords } from "../words/words.ts";
import css from "./panel.module.css";

/** All node types by group: click to add one, or drag it to its place. */
export function AddPanel() {
  const words = useWords();
  const vocabulary = useServer((state) => state.vocabulary);
  const graph = useDoc((state) => state.here);
  const [query, setQuery] = useState("");
  const entries = useMemo(() => nodeEntries(graph, vocabulary), [graph, vocabulary]);
  const groups = new Map<string, NodeTypeTable[]>();
  for (const { type } of rank(query, entries))
    groups.set(type.group, [...(groups.get(type.group) ?? []), type]);
  return (
    <>
      <input
        className={css.panelSearch}
        type="search"
        aria-label={words.searchNodes}
        placeholder={words.searchNodes}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      <div className={css.panelBody}>
        {groups.size === 0 ? <p className={css.quiet}>{words.noNodeFits}</p> : null}
        {[...groups].map(([group, types]) => (
          <section key={group}>
            <h3 className={css.group}>{words.group(group)}</h3>
            <ul>
              {types.map((type) => (
                <li key={type.type}>
                  <TypeButton type={type} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}

function TypeButton({ type }: { type: NodeTypeTable }) {
  const words = useWords();
  const held = useRef<{ x: number; y: number }>(undefined);
  // A drag ends with a click too, which must not add a second node.
  const dragged = useRef(false);
  const [ghost, setGhost] = useState<{ x: number; y: number }>();
  const move = (event: PointerEvent) => {
    const from = held.current;
    if (!from || (!ghost && Math.hypot(event.clientX - from.x, event.clientY - from.y) < 6)) return;
    dragged.current = true;
    setGhost({ x: event.clientX, y: event.clientY });
  };
  const up = (event: PointerEvent) => {
    held.current = undefined;
    if (!ghost) return;
    setGhost(undefined);
    const under = document.elementFromPoint(event.clientX, event.clientY);
    if (under?.closest(".react-flow")) addAt(type, toCanvas([event.clientX, event.clientY]));
  };
  return (
    <button
      type="button"
      className={css.entry}
      title={type.about}
      aria-label={`${words.addShort}: ${type.title}`}
      onClick={() => !dragged.current && addAt(type, freeSpot([cardWidth, 160]))}
      onPointerDown={(event) => {
        held.current = { x: event.clientX, y: event.clientY };
        dragged.current = false;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={() => setGhost(undefined)}
    >
      <span>{type.title}</span>
      <span className={css.entryKinds}>
        {Object.entries(type.outputs).map(([port, { kind }]) => (
          <PortShape key={port} kind={kind} />
        ))}
      </span>
      {ghost ? (
        <span className={css.ghost} style={{ left: ghost.x, top: ghost.y }}>
          {type.title}
        </span>
      ) : null}
    </button>
  );
}
