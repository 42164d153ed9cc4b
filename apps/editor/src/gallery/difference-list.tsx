import { outermost, own } from "@unclip/graph";
import { useMemo } from "react";
import { useDoc } from "../document/doc-store.ts";
import { openRun } from "../frame/open-run.ts";
import { goToNode } from "../parts/part-commands.ts";
import { useServer } from "../server/server-store.ts";
import { useWords } from "../words/words.ts";
import css from "./gallery.module.css";
import type { Chosen } from "./gallery-store.ts";
import { type Difference, differencesOf } from "./graph-diff.ts";
import { useRunGraph } from "./use-run-graph.ts";

/** What differs between the graphs behind two pictures; what bears on the pictures first. */
export function DifferenceList({ before, after }: { before: Chosen; after: Chosen }) {
  const words = useWords();
  const vocabulary = useServer((state) => state.vocabulary);
  const a = useRunGraph(before.run.id);
  const b = useRunGraph(after.run.id);
  const [madeA, madeB] = [before.picture.node, after.picture.node];
  const all = useMemo(
    () => (a && b ? differencesOf(a, b, vocabulary, { before: madeA, after: madeB }) : undefined),
    [a, b, vocabulary, madeA, madeB],
  );
  if (all === undefined) return <p className={css.hint}>…</p>;
  const bearing = all.filter(({ bears }) => bears);
  const elsewhere = all.filter(({ bears }) => !bears);
  const items = [
    ...(madeA === madeB ? [] : [[words.nodeWord, madeA, madeB] as const]),
    ...(before.picture.label === after.picture.label
      ? []
      : [[words.itemWord, before.picture.label, after.picture.label] as const]),
  ];
  return (
    <>
      {items.length > 0 ? (
        <dl className={css.facts}>
          {items.map(([name, from, to]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {from} → {to}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      {all.length === 0 ? <p className={css.hint}>{words.sameGraph}</p> : null}
      <List title={words.bearing} differences={bearing} after={after} />
      <List title={words.elsewhere} differences={elsewhere} after={after} />
    </>
  );
}

interface ListProps {
  readonly title: string;
  readonly differences: readonly Difference[];
  readonly after: Chosen;
}

function List({ title, differences, after }: ListProps) {
  const words = useWords();
  if (differences.length === 0) return null;
  return (
    <>
      <h4 className={css.group}>{title}</h4>
      <ul className={css.differences}>
        {differences.map((difference) => (
          <li key={`${difference.what} ${difference.place}`}>
            <button
              type="button"
              title={difference.node === undefined ? undefined : words.goTo(difference.node)}
              onClick={() => goThere(difference, after)}
            >
              <b>{difference.place || words.model}</b>
              <Values difference={difference} />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Values({ difference: { what, before, after } }: { difference: Difference }) {
  const words = useWords();
  if (before === undefined || after === undefined) {
    const added = before === undefined;
    const value = after ?? before ?? "";
    const verb = what === "node" ? (added ? words.onlyInB : words.onlyInA) : undefined;
    return <span>{verb ? `${value}: ${verb}` : added ? `– → ${value}` : `${value} → –`}</span>;
  }
  const say = (value: string) =>
    what === "off" ? (value === "" ? words.switchedOn : words.switchedOff[value as "mute"]) : value;
  return (
    <span>
      <del>{say(before)}</del> → <ins>{say(after)}</ins>
    </span>
  );
}

/** To the node on the canvas where the open graph has it; else the later picture's graph is opened there. */
function goThere({ node }: Difference, { run }: Chosen): void {
  if (node === undefined) return;
  if (own(useDoc.getState().graph.nodes, outermost(node)) === undefined) void openRun(run, node);
  else goToNode(node);
}
