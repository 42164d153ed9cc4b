import { serializeGraph } from "@unclip/graph";
import { useDoc } from "../document/doc-store.ts";
import { openText } from "../document/open.ts";
import { say } from "../view/notice.ts";
import { setView } from "../view/view-store.ts";
import { words } from "../words/words.ts";
import { fragmentOf, textOfLink } from "./link.ts";

/** Marks a link that opens the graph as a form. */
const appMark = "#app";

/** Puts a link that holds the whole graph on the clipboard; it opens on the canvas or as a form. */
export async function copyLink(shown: "canvas" | "app" = "canvas"): Promise<void> {
  const whole = await fragmentOf(serializeGraph(useDoc.getState().graph));
  const fragment = shown === "app" ? appMark + whole : whole;
  const link = location.origin + location.pathname + fragment;
  try {
    await navigator.clipboard.writeText(link);
    say({ tone: "info", text: words().linkCopied(Math.ceil(link.length / 1000)) });
  } catch {
    // The clipboard is not ours to write: the address bar can be copied from.
    history.replaceState(null, "", fragment);
    say({ tone: "info", text: words().linkInBar });
  }
}

/** Opens the graph that the page's address holds, and takes it out of the address. Returns whether there was one. */
export async function openAddress(): Promise<boolean> {
  const asApp = location.hash.startsWith(`${appMark}#`);
  const whole = asApp ? location.hash.slice(appMark.length) : location.hash;
  if (!whole.startsWith("#g=")) return false;
  const text = await textOfLink(whole);
  history.replaceState(null, "", location.pathname + location.search);
  if (text === undefined) {
    say({ tone: "error", text: words().badLink });
    return false;
  }
  const opened = openText(words().theLink, text);
  if (opened && asApp) setView({ app: true });
  return opened;
}
