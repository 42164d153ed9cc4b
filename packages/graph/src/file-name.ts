/** Names of devices on Windows, which no file can have, whatever its extension (learn.microsoft.com, "Naming Files"). */
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])$/i;

/** Bytes of UTF-8; file systems take 255, and an extension and a number follow. */
const most = 200;

/**
 * A file name without extension that Windows, macOS and Linux all take, made from a node's id or a title: `"use/inner"`
 * gives `use-inner`, `"con"` gives `con_`. Returns `fallback` where nothing of the text is left.
 */
export function fileNameOf(text: string, fallback = "file"): string {
  const plain = text
    .replace(/[\p{C}\p{Zl}\p{Zp}<>:"/\\|?*]+/gu, "-")
    // Windows drops dots and spaces at the end; a dot at the start hides a file.
    .replace(/^[\s.]+/, "");
  const cut = withoutEnd(cutBytes(plain, most));
  if (cut === "") return fallback;
  const [base = "", ...rest] = cut.split(".");
  return device.test(base.trim()) ? [`${base.trim()}_`, ...rest].join(".") : cut;
}

function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && /[\s.]/.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

function cutBytes(text: string, limit: number): string {
  const encoder = new TextEncoder();
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += encoder.encode(character).length;
    if (bytes > limit) break;
    end += character.length;
  }
  return text.slice(0, end);
}
