import { thumbnailOf } from "../document/made-in-advance.ts";
import { openTemplate } from "../document/open.ts";
import { useServer } from "../server/server-store.ts";
import { useWords } from "../words/words.ts";
import css from "./panel.module.css";

/** The example graphs that the server offers. */
export function TemplatesPanel() {
  const words = useWords();
  const templates = useServer((state) => state.templates);
  return (
    <div className={css.panelBody}>
      {templates.length === 0 ? <p className={css.quiet}>{words.noTemplates}</p> : null}
      <ul>
        {templates.map(({ name, title, about }) => (
          <li key={name}>
            <button
              type="button"
              className={`${css.card} ${css.template}`}
              title={words.openTemplate(title)}
              onClick={() => void openTemplate(name)}
            >
              <Thumbnail template={name} />
              <b>{title}</b>
              <span>{about}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Thumbnail({ template }: { template: string }) {
  const made = thumbnailOf(template);
  return made === undefined ? null : <img src={made} alt="" loading="lazy" draggable={false} />;
}
