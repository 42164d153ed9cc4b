import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { type CommandId, command, runCommand } from "../commands/commands.ts";
import { spell } from "../commands/shortcut.ts";
import { useSettings } from "../view/settings.ts";
import { type MenuState, setView, useView } from "../view/view-store.ts";
import { useWords } from "../words/words.ts";
import css from "./overlay.module.css";

const entries: Readonly<Record<MenuState["target"], readonly (CommandId | "-")[]>> = {
  canvas: ["add-node", "add-note", "-", "paste", "select-all", "-", "tidy", "fit", "-", "open", "export"],
  selection: [
    "run-to-selection",
    "-",
    "connect",
    "rename",
    "duplicate",
    "copy",
    "cut",
    "-",
    "mute",
    "bypass",
    "collapse",
    "add-frame",
    "make-part",
    "enter-part",
    "unpack-part",
    "-",
    "zoom-selection",
    "delete",
  ],
  edge: ["bend-edge", "straighten-edge", "-", "delete"],
  app: [
    "new",
    "open",
    "export",
    "share",
    "app-view",
    "remove-unused-parts",
    "-",
    "theme-system",
    "theme-light",
    "theme-dark",
    "-",
    "language-en",
    "language-ja",
    "-",
    "inspector",
    "viewer",
    "minimap",
    "all-panels",
    "-",
    "sign-out",
    "commands",
  ],
};

/** Right click: what can be done here. */
export function ContextMenu() {
  const menu = useView((state) => state.menu);
  return menu ? <OpenMenu menu={menu} /> : null;
}

function OpenMenu({ menu }: { menu: MenuState }) {
  const words = useWords();
  const list = useRef<HTMLDivElement>(null);
  const [x, y] = menu.screen;
  const [place, setPlace] = useState({ left: x, top: y });
  // Its size follows from its words, so it is moved into the window once it stands there, before it is painted.
  useLayoutEffect(() => {
    const { offsetWidth = 0, offsetHeight = 0 } = list.current ?? {};
    setPlace({
      left: Math.max(8, Math.min(x, innerWidth - offsetWidth - 8)),
      top: Math.max(8, Math.min(y, innerHeight - offsetHeight - 8)),
    });
  }, [x, y]);
  useEffect(() => {
    list.current?.querySelector("button")?.focus();
    const leave = (event: PointerEvent) => {
      if (!list.current?.contains(event.target as Node)) setView({ menu: undefined });
    };
    addEventListener("pointerdown", leave, { capture: true });
    return () => removeEventListener("pointerdown", leave, { capture: true });
  }, []);
  const step = (way: number) => {
    const buttons = [...(list.current?.querySelectorAll<HTMLButtonElement>("button:not(:disabled)") ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[(at + way + buttons.length) % buttons.length]?.focus();
  };
  return (
    <div
      ref={list}
      role="menu"
      tabIndex={-1}
      className={css.menu}
      style={place}
      onKeyDown={(event) => {
        if (event.key === "ArrowDown") step(1);
        else if (event.key === "ArrowUp") step(-1);
        else return;
        event.preventDefault();
      }}
    >
      {entries[menu.target].map((id, index) =>
        id === "-" ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: rules have no identity but their place
          <hr key={index} />
        ) : (
          // biome-ignore lint/a11y/useAriaPropsSupportedByRole: its role is menuitemradio where it is checked
          <button
            key={id}
            type="button"
            role={isOn(id) === undefined ? "menuitem" : "menuitemradio"}
            aria-checked={isOn(id)}
            disabled={!(command(id).enabled?.() ?? true)}
            onClick={() => {
              // A command may read the menu's place, so it goes first.
              runCommand(id);
              setView({ menu: undefined });
            }}
          >
            <span>{command(id).title(words)}</span>
            <kbd>{command(id).keys?.[0] ? spell(command(id).keys![0]!) : ""}</kbd>
          </button>
        ),
      )}
    </div>
  );
}

/** Whether a choice in the menu is the one that holds; `undefined` for what is no choice. */
function isOn(id: CommandId): boolean | undefined {
  const { theme, language } = useSettings.getState();
  if (id.startsWith("theme-")) return id === `theme-${theme}`;
  if (id.startsWith("language-")) return id === `language-${language}`;
  const { inspector, drawer, minimap } = useView.getState();
  return { inspector, viewer: drawer, minimap }[id as "inspector"];
}
