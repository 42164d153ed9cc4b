/** Shortcuts as text, `"Mod+Shift+Z"`: matched against key events and written for people. `Mod` is ⌘ on a Mac, else Ctrl. */

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

function isMac(): boolean {
  return /mac|iphone|ipad/i.test(navigator.platform);
}

export function matches(shortcut: string, event: KeyPress, mac = isMac()): boolean {
  const parts = shortcut.split("+");
  const key = parts.at(-1) ?? "";
  const wants = (modifier: string) => parts.slice(0, -1).includes(modifier);
  const mod = mac ? event.metaKey : event.ctrlKey;
  const otherMod = mac ? event.ctrlKey : event.metaKey;
  return (
    mod === wants("Mod") &&
    !otherMod &&
    event.altKey === wants("Alt") &&
    event.shiftKey === wants("Shift") &&
    sameKey(key, event)
  );
}

function sameKey(key: string, event: KeyPress): boolean {
  if (key === "Space") return event.code === "Space";
  // Digits by their place, so that Shift+1 is Shift+1 on every layout.
  if (/^\d$/.test(key)) return event.code === `Digit${key}`;
  return event.key.toLowerCase() === key.toLowerCase();
}

const macSigns: Readonly<Record<string, string>> = {
  Mod: "⌘",
  Shift: "⇧",
  Alt: "⌥",
  Enter: "⏎",
  Backspace: "⌫",
  Delete: "⌦",
};
const names: Readonly<Record<string, string>> = { Mod: "Ctrl", Escape: "Esc", Delete: "Del" };

/** How a person reads it: `⌘⇧Z` on a Mac, `Ctrl+Shift+Z` elsewhere. */
export function spell(shortcut: string, mac = isMac()): string {
  const parts = shortcut.split("+");
  if (mac) return parts.map((part) => macSigns[part] ?? names[part] ?? part).join("");
  return parts.map((part) => names[part] ?? part).join("+");
}
