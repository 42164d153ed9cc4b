import { editFrame } from "@unclip/graph";
import type { NodeProps } from "@xyflow/react";
import { memo, useState } from "react";
import { editHere, useDoc } from "../document/doc-store.ts";
import { useWords } from "../words/words.ts";
import css from "./box.module.css";
import type { FrameNode } from "./flow-adapter.ts";
import { ResizeGrip } from "./resize-grip.tsx";

/** A titled box behind nodes; dragging its title moves what stands on it. */
export const FrameBox = memo(function FrameBox({ data: { id }, selected }: NodeProps<FrameNode>) {
  const words = useWords();
  const frame = useDoc((state) => state.here.frames?.[id]);
  const [typing, setTyping] = useState<string>();
  if (!frame) return null;
  const finish = () => {
    if (typing !== undefined && typing !== frame.title)
      editHere((graph) => editFrame(graph, id, { title: typing }));
    setTyping(undefined);
  };
  return (
    <section className={css.frame} data-selected={selected || undefined} aria-label={frame.title}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the title is edited from the keyboard in the inspector */}
      <header className="drag" onDoubleClick={() => setTyping(frame.title)}>
        {typing === undefined ? (
          frame.title
        ) : (
          <input
            className="nodrag"
            aria-label={words.frameTitle}
            // biome-ignore lint/a11y/noAutofocus: the person just asked to type here
            autoFocus
            value={typing}
            onFocus={(event) => event.currentTarget.select()}
            onChange={(event) => setTyping(event.currentTarget.value)}
            onBlur={finish}
            onKeyDown={(event) => {
              event.stopPropagation();
              if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur();
            }}
          />
        )}
      </header>
      <ResizeGrip
        label={words.frameTitle}
        size={frame.size}
        least={[160, 80]}
        onResize={(size, gesture) => editHere((graph) => editFrame(graph, id, { size }), gesture)}
      />
    </section>
  );
});
