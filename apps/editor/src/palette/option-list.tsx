import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import css from "./palette.module.css";

interface Option {
  readonly key: string;
  readonly heading?: string;
  readonly content: ReactNode;
  readonly choose: () => void;
}

interface Props {
  readonly label: string;
  readonly placeholder: string;
  readonly hint?: string | undefined;
  readonly nothing: string;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly options: readonly Option[];
}

/** A search field over a list: type to narrow, arrows to move, Enter to choose. */
export function OptionList({ label, placeholder, hint, nothing, query, onQuery, options }: Props) {
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const id = useId();
  const active = Math.min(at, options.length - 1);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  });
  const key = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown" || (event.key === "Tab" && !event.shiftKey))
      setAt((active + 1) % Math.max(1, options.length));
    else if (event.key === "ArrowUp" || event.key === "Tab")
      setAt((active - 1 + options.length) % Math.max(1, options.length));
    else if (event.key === "Enter") options[active]?.choose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <input
        className={css.search}
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        aria-label={label}
        placeholder={placeholder}
        spellCheck={false}
        // biome-ignore lint/a11y/noAutofocus: the palette was opened to type in
        autoFocus
        value={query}
        onChange={(event) => {
          setAt(0);
          onQuery(event.currentTarget.value);
        }}
        onKeyDown={key}
      />
      {hint ? <p className={css.hint}>{hint}</p> : null}
      {options.length === 0 ? <p className={css.nothing}>{nothing}</p> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a listbox of the combobox above */}
      <ul ref={list} id={id} role="listbox" aria-label={label} className={css.list}>
        {options.map((option, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the combobox keeps the focus and names the active option
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox has the keys
          <li
            key={option.key}
            id={`${id}-${index}`}
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: an option of the listbox
            role="option"
            aria-selected={index === active}
            data-heading={option.heading}
            onPointerMove={() => index !== active && setAt(index)}
            onClick={option.choose}
          >
            {option.heading ? <span className={css.heading}>{option.heading}</span> : null}
            <span className={css.option}>{option.content}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
