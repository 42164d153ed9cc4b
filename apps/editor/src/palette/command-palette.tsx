import { useState } from "react";
import { fitCanvas } from "../canvas/viewport.ts";
import { type Command, commands } from "../commands/commands.ts";
import { spell } from "../commands/shortcut.ts";
import { useDoc } from "../document/doc-store.ts";
import { select, setView, useView } from "../view/view-store.ts";
import { en } from "../words/en.ts";
import { useWords } from "../words/words.ts";
import { OptionList } from "./option-list.tsx";
import css from "./palette.module.css";
import { rank } from "./rank.ts";

/** Every action of the editor and every node of the graph, by name. */
export function CommandPalette() {
  const open = useView((state) => state.commandPalette);
  return open ? <OpenPalette /> : null;
}

interface Entry {
  readonly key: string;
  readonly title: string;
  readonly aliases: readonly string[];
  readonly right: string;
  readonly run: () => void;
}

function OpenPalette() {
  const words = useWords();
  const nodes = useDoc((state) => state.here.nodes);
  const [query, setQuery] = useState("");
  const actions: readonly Entry[] = commands
    .filter(({ hidden, enabled }: Command) => !hidden && (enabled?.() ?? true))
    .map(({ id, title, keys, run }) => ({
      key: id,
      title: title(words),
      // Found by its English name too, whatever the language.
      aliases: [title(en), id],
      right: keys?.[0] === undefined ? "" : spell(keys[0]),
      run,
    }));
  const places: readonly Entry[] = Object.entries(nodes).map(([id, { type }]) => ({
    key: `node:${id}`,
    title: words.goTo(id),
    aliases: [id, type],
    right: type,
    run: () => {
      select([id]);
      fitCanvas([id]);
    },
  }));
  const options = rank(query, query === "" ? actions : [...actions, ...places]).map((entry) => ({
    key: entry.key,
    content: (
      <>
        <span className={css.title}>{entry.title}</span>
        <kbd className={css.keys}>{entry.right}</kbd>
      </>
    ),
    choose: () => {
      setView({ commandPalette: false });
      entry.run();
    },
  }));
  return (
    <>
      <div className={css.scrim} onPointerDown={() => setView({ commandPalette: false })} />
      <div className={`${css.palette} ${css.commands}`} role="dialog" aria-label={words.commandPalette}>
        <OptionList
          label={words.commandHint}
          placeholder={words.commandHint}
          nothing={words.noCommand}
          query={query}
          onQuery={setQuery}
          options={options}
        />
      </div>
    </>
  );
}
