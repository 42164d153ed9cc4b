import { X } from "lucide-react";
import { useEffect } from "react";
import { hush, useNotice } from "../view/notice.ts";
import { useWords } from "../words/words.ts";
import css from "./overlay.module.css";

/** Milliseconds that a notice stays; long enough to read and to use what it offers. */
const stay = 8000;

/** The one sentence that the editor has to say, where it concerns something. */
export function NoticeBubble() {
  const words = useWords();
  const notice = useNotice((state) => state.notice);
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(hush, stay);
    return () => clearTimeout(timer);
  }, [notice]);
  if (!notice) return <div role="status" className="visually-hidden" />;
  const { at, tone, text, action } = notice;
  const place = at
    ? {
        left: Math.max(8, Math.min(at.x + 12, innerWidth - 332)),
        top: Math.min(at.y + 12, innerHeight - 120),
      }
    : undefined;
  return (
    <div
      role={tone === "error" ? "alert" : "status"}
      className={css.notice}
      data-tone={tone}
      data-at={at ? "cursor" : undefined}
      style={place}
    >
      <span>{text}</span>
      {action ? (
        <button
          type="button"
          className={css.textButton}
          onClick={() => {
            hush();
            action.run();
          }}
        >
          {action.label}
        </button>
      ) : null}
      <button type="button" className={css.closeButton} aria-label={words.close} onClick={hush}>
        <X size={14} strokeWidth={1.5} />
      </button>
    </div>
  );
}
