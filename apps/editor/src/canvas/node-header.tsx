import type { NodeTypeTable, Problem } from "@unclip/engine";
import { type Off, partOf } from "@unclip/graph";
import { Circle, CircleAlert, CircleDashed, SquareArrowOutUpRight } from "lucide-react";
import { useState } from "react";
import { useDoc } from "../document/doc-store.ts";
import { renameInDocument } from "../document/rename.ts";
import { enterPart } from "../parts/part-commands.ts";
import { computes } from "../run/forecast.ts";
import { useForecast } from "../run/forecast-store.ts";
import type { NodeRun } from "../run/run-state.ts";
import { setView, useView } from "../view/view-store.ts";
import { duration } from "../words/time.ts";
import { useWords } from "../words/words.ts";
import css from "./node-card.module.css";
import { sayType } from "./type-name.ts";

interface Props {
  readonly id: string;
  readonly type: NodeTypeTable | undefined;
  readonly typeName: string;
  readonly off: Off | undefined;
  readonly run: NodeRun;
  readonly problems: readonly Problem[];
}

/** Name, type, status; the handle by which a card is dragged. */
export function NodeHeader({ id, type, typeName, off, run, problems }: Props) {
  const words = useWords();
  const renaming = useView((state) => state.renaming === id);
  const errors = problems.filter(({ severity }) => severity === "error");
  const said = sayType(id, type?.title ?? words.unknownType(typeName));
  return (
    <>
      <div className={`${css.header} drag`} title={type?.about}>
        {renaming ? (
          <NameField id={id} />
        ) : (
          // biome-ignore lint/a11y/noStaticElementInteractions: F2 renames from the keyboard
          <span className={css.name} onDoubleClick={() => setView({ renaming: id })}>
            {id}
          </span>
        )}
        {renaming || said === undefined ? null : <span className={css.type}>{said}</span>}
        {off ? <span className={css.type}>{words.switchedOff[off]}</span> : null}
        <span className={css.status}>
          {partOf({ type: typeName }) === undefined ? null : (
            <button
              type="button"
              className={`${css.open} nodrag`}
              aria-label={words.enterPartOf(id)}
              title={words.enterPart}
              onClick={() => enterPart({ use: id, part: partOf({ type: typeName }) ?? "" })}
            >
              <SquareArrowOutUpRight size={13} strokeWidth={1.5} />
            </button>
          )}
          {errors.length > 0 ? (
            <button
              type="button"
              className={`${css.flag} nodrag`}
              aria-label={words.flawsOf(id)}
              title={errors.map(({ message }) => message).join("\n")}
              onClick={() => setView({ left: "problems" })}
            >
              <CircleAlert size={14} strokeWidth={1.75} />
            </button>
          ) : null}
          <Status id={id} run={run} />
        </span>
      </div>
      {run.status === "running" ? (
        <div
          className={css.progress}
          role="progressbar"
          aria-label={words.node(id)}
          aria-valuenow={run.step}
          aria-valuemax={run.of || 1}
        >
          <span style={{ transform: `scaleX(${run.of > 0 ? run.step / run.of : 0.12})` }} />
        </div>
      ) : null}
    </>
  );
}

function Status({ id, run }: { id: string; run: NodeRun }) {
  const words = useWords();
  const path = useDoc((state) => state.path);
  const shows = Object.keys(run.outputs).length > 0;
  const outdated = useForecast((state) => shows && computes(state, path + id));
  switch (run.status) {
    case "queued":
      return (
        <span title={words.waiting}>
          <CircleDashed size={12} strokeWidth={1.75} />
        </span>
      );
    case "running":
      return run.of > 0 ? (
        <span>
          {run.step}/{run.of}
        </span>
      ) : (
        <span>…</span>
      );
    case "done":
      if (outdated) return <Outdated />;
      return run.cached ? (
        <span className={css.dot} title={words.cachedMark}>
          ·
        </span>
      ) : (
        <span>{duration(run.milliseconds ?? 0)}</span>
      );
    default:
      return outdated ? <Outdated /> : null;
  }
}

/** What the node shows is of an earlier state of the graph; the next run computes it anew. */
function Outdated() {
  const words = useWords();
  return (
    <span title={words.outdated}>
      <Circle size={10} strokeWidth={1.75} />
    </span>
  );
}

function NameField({ id }: { id: string }) {
  const words = useWords();
  const [text, setText] = useState(id);
  const finish = (keep: boolean) => {
    setView({ renaming: undefined });
    if (keep && text.trim() !== "" && text !== id) renameInDocument(id, text);
  };
  return (
    <input
      className={`${css.nameField} nodrag`}
      aria-label={words.nodeName}
      // biome-ignore lint/a11y/noAutofocus: the person just asked to rename
      autoFocus
      value={text}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") finish(true);
        if (event.key === "Escape") finish(false);
      }}
    />
  );
}
