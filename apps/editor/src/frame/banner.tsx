import { keepMine, takeOther, useAutosave } from "../document/autosave.ts";
import { signInAddress } from "../server/address.ts";
import { useServer } from "../server/server-store.ts";
import { useWords } from "../words/words.ts";
import css from "./app.module.css";
import overlay from "./overlay.module.css";

/** What a person must know before going on: the server is away, or another tab changed the graph. */
export function Banner() {
  const words = useWords();
  const presence = useServer((state) => state.presence);
  const ready = useServer((state) => state.ready);
  const otherTab = useAutosave((state) => state.otherTab);
  if (otherTab) {
    return (
      <div className={css.banner} role="alert">
        <span>{words.otherTab}</span>
        <button type="button" className={overlay.textButton} onClick={takeOther}>
          {words.loadOther}
        </button>
        <button type="button" className={overlay.textButton} onClick={keepMine}>
          {words.keepMine}
        </button>
      </div>
    );
  }
  if (presence === "online" || presence === "connecting") return null;
  const text =
    presence === "locked" ? words.serverLockedLong : ready ? words.serverAwayLong : words.cannotStart;
  return (
    <div className={css.banner} role="status">
      <span>{text}</span>
      {presence === "locked" ? (
        <a className={overlay.textButton} href={signInAddress()}>
          {words.signIn}
        </a>
      ) : null}
    </div>
  );
}
