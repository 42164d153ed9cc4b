import { editNote } from "@unclip/graph";
import type { NodeProps } from "@xyflow/react";
import { memo, useState } from "react";
import { editHere, useDoc } from "../document/doc-store.ts";
import { useWords } from "../words/words.ts";
import css from "./box.module.css";
import { defaultNoteSize, type NoteNode } from "./flow-adapter.ts";
import { Markdown } from "./markdown.tsx";
import { ResizeGrip } from "./resize-grip.tsx";

/** A piece of markdown on the canvas; double-click to write. */
export const NoteCard = memo(function NoteCard({ data: { id }, selected }: NodeProps<NoteNode>) {
  const words = useWords();
  const note = useDoc((state) => state.here.notes?.[id]);
  const [writing, setWriting] = useState(false);
  if (!note) return null;
  return (
    <aside className={`${css.note} ${writing ? "" : "drag"}`} data-selected={selected || undefined}>
      {writing ? (
        <textarea
          className="nodrag nowheel nopan"
          aria-label={words.noteText}
          // biome-ignore lint/a11y/noAutofocus: the person just asked to write here
          autoFocus
          value={note.text}
          onChange={(event) => {
            const text = event.currentTarget.value;
            editHere((graph) => editNote(graph, id, { text }));
          }}
          onBlur={() => setWriting(false)}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === "Escape") setWriting(false);
          }}
        />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard writes it in the inspector
        <div className={css.prose} title={words.editNote} onDoubleClick={() => setWriting(true)}>
          <Markdown text={note.text} />
        </div>
      )}
      <ResizeGrip
        label={words.editNote}
        size={note.size ?? defaultNoteSize}
        least={[120, 48]}
        onResize={(size, gesture) => editHere((graph) => editNote(graph, id, { size }), gesture)}
      />
    </aside>
  );
});
