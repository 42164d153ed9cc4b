import type { NodeTypeTable, Problem } from "@unclip/engine";
import type { Off } from "@unclip/graph";
import { CircleAlert, CircleDashed } from "lucide-react";
import { useState } from "react";
import { renameInDocument } from "../document/rename.ts";
import type { NodeRun } from "../run/run-state.ts";
import { setView, useView } from "../view/view-store.ts";
import { duration } from "../words/time.ts";
import { useWords } from "../words/words.ts";
import css from "./node-card.module.css";

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
  const title = type?.title ?? words.unknownType(typeName);
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
        {renaming || sameName(id, title) ? null : <span className={css.type}>{title}</span>}
        {off ? <span className={css.type}>{words.switchedOff[off]}</span> : null}
        <span className={css.status}>
          {errors.length > 0 ? (
            <button
              type="button"
              className={`${css.flag} nodrag`}
              aria-label={`${words.problemCount(errors.length)}: ${id}`}
              title={errors.map(({ message }) => message).join("\n")}
              onClick={() => setView({ left: "problems" })}
            >
              <CircleAlert size={14} strokeWidth={1.75} />
            </button>
          ) : null}
          <Status run={run} />
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
          <span style={{ width: run.of > 0 ? `${(run.step / run.of) * 100}%` : "12%" }} />
        </div>
      ) : null}
    </>
  );
}

function Status({ run }: { run: NodeRun }) {
  const words = useWords();
  switch (run.status) {
    case "queued":
      return <CircleDashed size={12} strokeWidth={1.75} aria-label={words.waiting} />;
    case "running":
      return run.of > 0 ? (
        <span>
          {run.step}/{run.of}
        </span>
      ) : (
        <span>…</span>
      );
    case "done":
      return run.cached ? (
        <span className={css.dot} title={words.cachedMark} role="img" aria-label={words.cachedMark}>
          ·
        </span>
      ) : (
        <span>{duration(run.milliseconds ?? 0)}</span>
      );
    default:
      return null;
  }
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

/** "clip-text-encode-2" says no less than "CLIP text encode". */
function sameName(id: string, title: string): boolean {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "")
      .replace(/\d+$/, "");
  return plain(id) === plain(title);
}
