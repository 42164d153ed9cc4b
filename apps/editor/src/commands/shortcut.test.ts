import { expect, it } from "vitest";
import { type KeyPress, matches, spell } from "./shortcut.ts";

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: "",
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...more,
});

it("takes Ctrl for Mod, and Command on a Mac", () => {
  expect(matches("Mod+Z", press("z", { ctrlKey: true }), false)).toBe(true);
  expect(matches("Mod+Z", press("z", { metaKey: true }), false)).toBe(false);
  expect(matches("Mod+Z", press("z", { metaKey: true }), true)).toBe(true);
});

it("wants exactly the modifiers that it names", () => {
  expect(matches("Mod+Z", press("Z", { ctrlKey: true, shiftKey: true }), false)).toBe(false);
  expect(matches("Mod+Shift+Z", press("Z", { ctrlKey: true, shiftKey: true }), false)).toBe(true);
  expect(matches("M", press("m", { altKey: true }), false)).toBe(false);
});

it("reads digits by their place on the keyboard", () => {
  expect(matches("Shift+1", press("!", { code: "Digit1", shiftKey: true }), false)).toBe(true);
});

it("is written as people read it", () => {
  expect(spell("Mod+Shift+Z", false)).toBe("Ctrl+Shift+Z");
  expect(spell("Mod+Shift+Z", true)).toBe("⌘⇧Z");
});
