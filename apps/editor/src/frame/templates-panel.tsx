import { Workflow } from "lucide-react";
import { thumbnailOf } from "../document/made-in-advance.ts";
import { firstTemplate, openTemplate } from "../document/open.ts";
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
        {inOrder(templates).map(({ name, title, about }) => (
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

/** The one that everybody starts from, then those whose result can be seen, each in the order of the server. */
function inOrder<T extends { readonly name: string }>(templates: readonly T[]): readonly T[] {
  const place = ({ name }: T) => (name === firstTemplate ? 0 : thumbnailOf(name) === undefined ? 2 : 1);
  return templates.toSorted((a, b) => place(a) - place(b));
}

function Thumbnail({ template }: { template: string }) {
  const made = thumbnailOf(template);
  if (made === undefined) {
    return (
      <i>
        <Workflow size={20} strokeWidth={1.25} />
      </i>
    );
  }
  return <img src={made} alt="" loading="lazy" draggable={false} />;
}
