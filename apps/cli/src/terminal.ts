/**
 * Everything that the command line prints. Text of graphs, packs and files may hold escape sequences, line breaks and
 * marks that reverse the order of letters; printed raw they move the cursor, forge lines or retitle the window.
 */

/**
 * Controls (C0, C1, DEL), lone surrogates, line and paragraph separators, marks of writing direction (Unicode UAX #9) and
 * characters that nobody sees. Joiners stay: emoji and Persian need them.
 */
const unsafe = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u200b\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0001}]/gu;

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** The text on one line, with what a terminal would obey written out: `\x1b`, `\n`, `\u202e`. */
export function printable(text: string): string {
  return text.replace(unsafe, (found) => short[found] ?? escaped(found, 2));
}

/** Prints one line to standard output. */
export function print(line: string): void {
  console.log(printable(line));
}

/** Prints paragraphs of lines to standard output, with an empty line between two. */
export function printParagraphs(paragraphs: readonly (readonly string[])[]): void {
  for (const [i, lines] of paragraphs.entries())
    for (const line of i === 0 ? lines : ["", ...lines]) print(line);
}

/** Prints one line to standard error. */
export function complain(line: string): void {
  console.error(printable(line));
}

/** Prints JSON to standard output, with escapes of JSON for what a terminal would obey. */
export function printJson(value: unknown, indent?: number): void {
  const text = JSON.stringify(value, null, indent);
  console.log(text.replace(unsafe, (found) => (found === "\n" ? found : escaped(found, 4))));
}

function escaped(found: string, digits: 2 | 4): string {
  const units = [...Array(found.length).keys()].map((i) => found.charCodeAt(i));
  return units
    .map((unit) =>
      digits === 2 && unit < 0x100
        ? `\\x${unit.toString(16).padStart(2, "0")}`
        : `\\u${unit.toString(16).padStart(4, "0")}`,
    )
    .join("");
}

let failed: string | undefined;

/**
 * Keeps a closed pipe (`unclip nodes | head -1`) from ending the process with a stack: what nobody reads any more is
 * dropped, and the command goes on to its own exit code. Other faults of the output, such as a full disk, are kept for
 * {@link outputFault}.
 */
export function guardOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    if (stream.listeners("error").includes(noteFault)) continue;
    stream.on("error", noteFault);
  }
}

/** Why something printed could not be written, other than that nobody reads it. */
export async function outputFault(): Promise<string | undefined> {
  // Streams report a fault only after what wrote to them has returned.
  await new Promise((reported) => setImmediate(reported));
  return failed;
}

function noteFault(error: NodeJS.ErrnoException): void {
  // Windows says EOF of a pipe that was closed.
  if (!["EPIPE", "EOF"].includes(error.code ?? ""))
    failed ??= `Cannot write the output: ${error.code ?? error.message}.`;
}
