import { connect, portRef, splitRef } from "@unclip/graph";
import { useMemo, useState } from "react";
import { PortShape } from "../canvas/port-shape.tsx";
import { editHere, useDoc } from "../document/doc-store.ts";
import { useServer } from "../server/server-store.ts";
import { setView, useView } from "../view/view-store.ts";
import { useWords } from "../words/words.ts";
import { OptionList } from "./option-list.tsx";
import css from "./palette.module.css";
import { possibleEdges } from "./possible-edges.ts";
import { rank } from "./rank.ts";

/** Connects the selected node from the keyboard: every edge that it could have, to choose from. */
export function ConnectPalette() {
  const node = useView((state) => state.connecting);
  return node === undefined ? null : <OpenPalette node={node} />;
}

function OpenPalette({ node }: { node: string }) {
  const words = useWords();
  const graph = useDoc((state) => state.here);
  const vocabulary = useServer((state) => state.vocabulary);
  const [query, setQuery] = useState("");
  const entries = useMemo(
    () =>
      possibleEdges(graph, vocabulary, node).map((edge) => ({
        ...edge,
        title: `${edge.source} → ${edge.target}`,
      })),
    [graph, vocabulary, node],
  );
  const options = rank(query, entries).map(({ source, target, kind, title }) => {
    const end = splitRef(target);
    const replaced = graph.nodes[end.node]?.inputs?.[end.port];
    return {
      key: title,
      content: (
        <>
          <PortShape kind={kind} />
          <span className={css.title}>{title}</span>
          <span className={css.about}>{replaced ? words.replaces(replaced) : ""}</span>
        </>
      ),
      choose: () => {
        setView({ connecting: undefined });
        editHere((now) => connect(now, source, portRef(end.node, end.port)));
      },
    };
  });
  return (
    <>
      <div className={css.scrim} onPointerDown={() => setView({ connecting: undefined })} />
      <div className={`${css.palette} ${css.commands}`} role="dialog" aria-label={words.connectNode(node)}>
        <OptionList
          label={words.connectNode(node)}
          placeholder={words.connectNode(node)}
          nothing={words.nothingFits}
          query={query}
          onQuery={setQuery}
          options={options}
        />
      </div>
    </>
  );
}
