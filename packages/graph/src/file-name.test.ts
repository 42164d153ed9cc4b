import { expect, it } from "vitest";
import { fileNameOf } from "./file-name.ts";

it.each([
  ["picture", "picture"],
  ["use/inner", "use-inner"],
  ["con", "con_"],
  ["NUL", "NUL_"],
  ["com1", "com1_"],
  ["lpt³", "lpt³_"],
  ["aux.backup", "aux_.backup"],
  ["conin$", "conin$_"],
  ["com10", "com10"],
  ["console", "console"],
  ["ends in a dot. ", "ends in a dot"],
  ["..", "file"],
  ["", "file"],
  ['a<b>c:d"e\\f|g?h*i\nj', "a-b-c-d-e-f-g-h-i-j"],
  ["\u202egpj", "-gpj"],
  ["ハート", "ハート"],
])("%j becomes %j", (text, name) => {
  expect(fileNameOf(text)).toBe(name);
});

it("keeps within what file systems take, and no half letters", () => {
  expect(new TextEncoder().encode(fileNameOf("ハ".repeat(300))).length).toBeLessThanOrEqual(200);
  expect(fileNameOf("😀".repeat(300)).isWellFormed()).toBe(true);
});
