/** Problems in the words of the chosen language. */
import type { Problem, Vocabulary } from "@unclip/engine";
import { words } from "./words.ts";

/** Says titles of kinds, and what they remark, in the chosen language; anything else comes back as it is. */
export type Say = (english: string) => string;

/** The problems as `check` tells them, of the `original` vocabulary, in the words that `spoken` has. */
export function inTheirWords(
  problems: readonly Problem[],
  original: Vocabulary,
  spoken: Vocabulary,
): readonly Problem[] {
  const said = new Map<string, string>();
  for (const [name, { title, accepts }] of Object.entries(original.kinds)) {
    const kind = spoken.kinds[name];
    if (kind === undefined) continue;
    said.set(title, kind.title);
    for (const [from, remark] of Object.entries(accepts)) {
      // A problem makes a sentence of its own from a remark.
      said.set(remark.replace(/\.$/, ""), (kind.accepts[from] ?? remark).replace(/[.。]$/, ""));
    }
  }
  const { problem: tell } = words();
  return problems.map((problem) => tell(problem, (english) => said.get(english) ?? english));
}
