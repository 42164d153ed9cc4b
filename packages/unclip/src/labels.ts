/** A JSON list of texts, or of objects with a `label`, as bytes; `undefined` for anything else. */
export function readLabels(bytes: Uint8Array): string[] | undefined {
  let list: unknown;
  try {
    list = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
  if (!Array.isArray(list)) return undefined;
  const labels = list.map((entry: unknown) =>
    typeof entry === "object" && entry !== null && "label" in entry ? entry.label : entry,
  );
  return labels.every((label) => typeof label === "string") ? labels : undefined;
}
