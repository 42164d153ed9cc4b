/** The title of a node's type, where its id does not say the same: "clip-text-encode-2" needs no "CLIP text encode". */
export function sayType(id: string, title: string): string | undefined {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "")
      .replace(/(?<!\d)\d+$/, "");
  return plain(id) === plain(title) ? undefined : title;
}
