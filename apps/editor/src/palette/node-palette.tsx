import type { NodeTypeTable, Vocabulary } from "@unclip/engine";
import { type Graph, partType } from "@unclip/graph";
import { useMemo, useState } from "react";
import { PortShape } from "../canvas/port-shape.tsx";
import { fittingInputs, fittingOutputs } from "../document/connection.ts";
import { useDoc } from "../document/doc-store.ts";
import { nodeTypeOf } from "../document/port-kinds.ts";
import { useServer } from "../server/server-store.ts";
import { type PaletteState, type PendingWire, setView, useView } from "../view/view-store.ts";
import { useWords } from "../words/words.ts";
import { addFromPalette } from "./add-node.ts";
import { OptionList } from "./option-list.tsx";
import css from "./palette.module.css";
import { rank, type Searchable } from "./rank.ts";

interface Entry extends Searchable {
  readonly type: NodeTypeTable;
  readonly aliases: readonly string[];
}

/** Chooses the type of a new node; after a wire was let go over nothing, only types that fit it. */
export function NodePalette() {
  const palette = useView((state) => state.palette);
  return palette ? <OpenPalette key={String(palette.at)} palette={palette} /> : null;
}

function OpenPalette({ palette }: { palette: PaletteState }) {
  const words = useWords();
  const vocabulary = useServer((state) => state.vocabulary);
  const graph = useDoc((state) => state.here);
  const [query, setQuery] = useState("");
  const entries = useMemo(
    () => nodeEntries(graph, vocabulary, palette.wire),
    [graph, vocabulary, palette.wire],
  );
  const ranked = rank(query, entries);
  const { wire } = palette;
  const kind = wire ? (vocabulary.kinds[wire.kind]?.title ?? wire.kind) : "";
  const hint = wire && (wire.side === "output" ? words.onlyFitting(kind) : words.onlyGiving(kind));
  const options = ranked.map((entry, index) => ({
    key: entry.type.type,
    ...(query === "" && entry.type.group !== ranked[index - 1]?.type.group
      ? { heading: words.group(entry.type.group) }
      : {}),
    content: (
      <>
        <span className={css.title}>{entry.title}</span>
        <span className={css.about}>{entry.about}</span>
        <span className={css.kinds}>
          {Object.entries(entry.type.outputs).map(([port, output]) => (
            <PortShape key={port} kind={output.kind} />
          ))}
        </span>
      </>
    ),
    choose: () => addFromPalette(entry.type, palette),
  }));
  const [x, y] = palette.screen;
  return (
    <>
      <div className={css.away} onPointerDown={() => setView({ palette: undefined })} />
      <div
        className={css.palette}
        role="dialog"
        aria-label={words.add}
        style={{
          left: Math.max(8, Math.min(x, innerWidth - 380)),
          top: Math.max(8, Math.min(y, innerHeight - 400)),
        }}
      >
        <OptionList
          label={words.searchNodes}
          placeholder={words.searchNodes}
          hint={hint}
          nothing={words.noNodeFits}
          query={query}
          onQuery={setQuery}
          options={options}
        />
      </div>
    </>
  );
}

/** Node types to offer, by group; with a wire only those that take it or give what it wants. */
export function nodeEntries(graph: Graph, vocabulary: Vocabulary, wire?: PendingWire): readonly Entry[] {
  // A part cannot hold itself.
  const around = new Set(useDoc.getState().inside.map(({ part }) => part));
  const parts = Object.keys(graph.parts ?? {})
    .filter((name) => !around.has(name))
    .flatMap((name) => nodeTypeOf(graph, vocabulary, partType(name)) ?? []);
  const types = [...Object.values(vocabulary.nodeTypes), ...parts];
  const fits = (type: NodeTypeTable) => {
    if (!wire) return true;
    const ports =
      wire.side === "output"
        ? fittingInputs(vocabulary, type, wire.kind)
        : fittingOutputs(vocabulary, type, wire.kind);
    return ports.length > 0;
  };
  return types
    .filter(fits)
    .map((type) => ({ type, title: type.title, about: type.about, aliases: [type.type, type.group] }));
}
