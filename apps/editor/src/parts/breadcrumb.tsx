import { useDoc } from "../document/doc-store.ts";
import { useWords } from "../words/words.ts";
import css from "./breadcrumb.module.css";
import { leavePart } from "./part-commands.ts";

/** The way into the part that is shown; each step leads back out. */
export function Breadcrumb() {
  const words = useWords();
  const inside = useDoc((state) => state.inside);
  const graph = useDoc((state) => state.graph);
  if (inside.length === 0) return null;
  const titles = [graph.title, ...inside.map(({ part }) => graph.parts?.[part]?.title ?? part)];
  return (
    <nav className={css.way} aria-label={words.wayIn}>
      <ol>
        {titles.map((title, depth) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its depth
          <li key={depth}>
            {depth === inside.length ? (
              <span aria-current="location">{title}</span>
            ) : (
              <button type="button" onClick={() => leavePart(depth)}>
                {title}
              </button>
            )}
          </li>
        ))}
      </ol>
      <span className={css.note}>{words.editsAllUses}</span>
    </nav>
  );
}
