/** A whole graph in the fragment of a link: nothing of it is sent to a server, and opening it runs nothing. */

const prefix = "#g=";
/** Characters of a graph that a link may unfold to; a link is untrusted, and a few bytes can unfold to gigabytes. */
const limit = 4_000_000;

/** The fragment that holds a graph file's text. */
export async function fragmentOf(text: string): Promise<string> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  return prefix + toBase64Url(bytes);
}

/** The text in a link or its fragment; `undefined` when it holds none, is damaged or unfolds to more than {@link limit}. */
export async function textOfLink(link: string, most = limit): Promise<string | undefined> {
  const at = link.indexOf(prefix);
  if (at < 0) return undefined;
  try {
    const bytes = fromBase64Url(link.slice(at + prefix.length));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const reader = stream.pipeThrough(new TextDecoderStream("utf-8", { fatal: true })).getReader();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text;
      text += value;
      if (text.length > most) {
        await reader.cancel();
        return undefined;
      }
    }
  } catch {
    // Not base64, not deflate, or not UTF-8: somebody's link was cut short.
    return undefined;
  }
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary)
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/={1,2}$/, "");
}

/** Throws when the text is not base64url. */
function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
}
