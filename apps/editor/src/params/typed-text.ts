/** What a person types into the fields of texts and lists. */
import { type Param, typedParam } from "@unclip/engine";

export type AnyListParam = Extract<Param, { param: "list" }>;

/** The list that was typed, however long; no `items` where it is none. A list that is too long is not cut: `check` reports it. */
export function typedList(
  param: AnyListParam,
  text: string,
): { readonly items?: readonly string[] | readonly number[] } {
  const read = typedParam({ ...param, maxItems: Number.POSITIVE_INFINITY }, text);
  return "value" in read && Array.isArray(read.value) ? { items: read.value } : {};
}

/** The first `most` UTF-16 units of a text, without half a letter at the end. */
export function cutText(text: string, most: number): string {
  const cut = text.slice(0, most);
  return cut.length < text.length && /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}
