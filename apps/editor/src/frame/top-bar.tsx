import { redoLabel, setTitle, undoLabel } from "@unclip/graph";
import { AppWindow, Command, Download, Link, Menu, Redo2, Undo2 } from "lucide-react";
import { useState } from "react";
import { useAutosave } from "../document/autosave.ts";
import { editHere, useDoc } from "../document/doc-store.ts";
import { setView, useView } from "../view/view-store.ts";
import { useWords } from "../words/words.ts";
import css from "./bar.module.css";
import { IconButton } from "./icon-button.tsx";
import { RunBar } from "./run-bar.tsx";
import { RunSummary } from "./run-summary.tsx";
import { ServerStatus } from "./server-status.tsx";

/** What is open, Run, and where it runs. */
export function TopBar() {
  const words = useWords();
  const undo = useDoc((state) => undoLabel(state.history));
  const redo = useDoc((state) => redoLabel(state.history));
  return (
    <header className={css.topBar}>
      <h1 className="visually-hidden">unCLIP Studio</h1>
      <div className={css.barSide}>
        <button
          type="button"
          className={css.iconButton}
          aria-label={words.menu}
          aria-haspopup="menu"
          title={words.menu}
          onClick={() => setView({ menu: { screen: [6, 48], at: [0, 0], target: "app" } })}
        >
          <Menu size={16} strokeWidth={1.5} />
        </button>
        <Title />
        <SavedState />
        <span className={css.rule} />
        <IconButton
          command="undo"
          icon={Undo2}
          on="wide"
          disabled={undo === undefined}
          title={undo ? `${words.undo}: ${words.historyLabel(undo)}` : words.undo}
        />
        <IconButton
          command="redo"
          icon={Redo2}
          on="wide"
          disabled={redo === undefined}
          title={redo ? `${words.redo}: ${words.historyLabel(redo)}` : words.redo}
        />
      </div>
      <RunBar />
      <div className={`${css.barSide} ${css.barRight}`}>
        <RunSummary />
        <ServerStatus />
        <span className={css.rule} />
        <AppButton />
        <IconButton command="share" icon={Link} />
        <IconButton command="export" icon={Download} />
        <IconButton command="commands" icon={Command} />
      </div>
    </header>
  );
}

function AppButton() {
  const app = useView((state) => state.app);
  return <IconButton command="app-view" icon={AppWindow} pressed={app} on="phone" />;
}

function Title() {
  const words = useWords();
  const title = useDoc((state) => state.here.title);
  const [typing, setTyping] = useState<string>();
  const finish = (keep: boolean) => {
    const next = typing?.trim();
    if (keep && next && next !== title) editHere((graph) => setTitle(graph, next));
    setTyping(undefined);
  };
  return (
    <input
      className={css.title}
      aria-label={words.title}
      spellCheck={false}
      style={{ width: `${Math.min(40, Math.max(8, (typing ?? title).length + 2))}ch` }}
      value={typing ?? title}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setTyping(event.currentTarget.value)}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") finish(false);
      }}
    />
  );
}

function SavedState() {
  const words = useWords();
  const state = useAutosave((autosave) => autosave.state);
  return (
    <span className={css.saved} role="status" data-failed={state === "failed" || undefined}>
      {state === "failed" ? words.unsaved : words.saved}
    </span>
  );
}
