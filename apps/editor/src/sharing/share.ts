import { serializeGraph } from "@unclip/graph";
import { useDoc } from "../document/doc-store.ts";
import { openText } from "../document/open.ts";
import { say } from "../view/notice.ts";
import { words } from "../words/words.ts";
import { fragmentOf, textOfLink } from "./link.ts";

/** Puts a link that holds the whole graph on the clipboard. */
export async function copyLink(): Promise<void> {
  const fragment = await fragmentOf(serializeGraph(useDoc.getState().graph));
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
  if (!location.hash.startsWith("#g=")) return false;
  const text = await textOfLink(location.hash);
  history.replaceState(null, "", location.pathname + location.search);
  if (text === undefined) {
    say({ tone: "error", text: words().badLink });
    return false;
  }
  return openText(words().theLink, text);
}
