/**
 * Which files are in this browser alone: what a person brought while runs go to this browser. With each, the asset that a
 * server stored for it once a run there needed it; a server writes pictures anew, so the id is another.
 */
const key = "unclip.brought";

let brought: Record<string, string> = read();

function read(): Record<string, string> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    return Object.fromEntries(Object.entries(found ?? {}).filter(([, sent]) => typeof sent === "string"));
  } catch {
    return {};
  }
}

function write(next: Record<string, string>): void {
  brought = next;
  try {
    localStorage.setItem(key, JSON.stringify(next));
  } catch {
    // No storage: it holds until the page closes.
  }
}

/** Whether the file was brought to this browser. */
export function isBrought(id: string): boolean {
  return Object.hasOwn(brought, id);
}

/** The server's asset for a file of this browser; `undefined` if it was never sent there. */
export function sentAs(id: string): string | undefined {
  return (Object.hasOwn(brought, id) && brought[id]) || undefined;
}

export function noteBrought(id: string): void {
  if (!isBrought(id)) write({ ...brought, [id]: "" });
}

export function noteSent(id: string, asset: string): void {
  write({ ...brought, [id]: asset });
}
