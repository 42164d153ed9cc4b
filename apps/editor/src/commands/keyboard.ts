/** One listener for all shortcuts. */
import { useView } from "../view/view-store.ts";
import { commands, runCommand } from "./commands.ts";
import { matches } from "./shortcut.ts";

/** Shortcuts that the browser turns into clipboard events, which `clipboard.ts` answers. */
const byBrowser = new Set<string>(["copy", "cut", "paste"]);

export function watchKeyboard(): void {
  addEventListener("keydown", pressKey);
  // Tab adds a node only for someone whose pointer was last used on the canvas; it moves the focus for everyone else.
  addEventListener("pointerdown", (event) => {
    pointerIsOnCanvas = (event.target as Element | null)?.closest(".react-flow__pane") != null;
  });
}

/** Carries out the command that a key stands for, if it stands for one here. */
export function pressKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  // The browser closes what it opened.
  if (event.key === "Escape" && document.querySelector(":popover-open")) return;
  const target = event.target as Element | null;
  const inField =
    target?.closest("input:not([type=checkbox], [type=range]), textarea, select, [contenteditable]") != null;
  // A focused button, switch or slider answers Space and Enter itself.
  const inControl = target?.closest("button, a, [role=spinbutton], [role=option], input") != null;
  for (const { id, keys, anywhere } of commands) {
    const shortcut = keys?.find((candidate) => matches(candidate, event));
    if (shortcut === undefined || byBrowser.has(id)) continue;
    const escapes = id === "escape";
    if (inField && !anywhere && !escapes) continue;
    if (inControl && (shortcut === "Space" || shortcut === "Enter")) continue;
    if (isOverlayOpen() && !escapes && id !== "commands") continue;
    if (inField && escapes && !isOverlayOpen()) (target as HTMLElement).blur();
    else {
      event.preventDefault();
      runCommand(id);
    }
    return;
  }
  if (
    event.key === "Tab" &&
    !event.shiftKey &&
    pointerIsOnCanvas &&
    document.activeElement === document.body
  ) {
    event.preventDefault();
    runCommand("add-node");
  }
}

let pointerIsOnCanvas = false;

function isOverlayOpen(): boolean {
  const { palette, connecting, commandPalette } = useView.getState();
  return palette !== undefined || connecting !== undefined || commandPalette;
}
