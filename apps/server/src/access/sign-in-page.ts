import { createHash } from "node:crypto";
import { type Look, signInWords } from "./sign-in-words.ts";

/** What the sign-in page asks for. */
export interface SignInState {
  /** Whether the server knows several users, each with a token of their own. */
  readonly users: boolean;
  readonly failure?: "wrong" | { readonly wait: number };
  /** The user whom a link signs in, and the address of the page that asks for a token instead. */
  readonly confirm?: { readonly user: string; readonly other: string };
}

/** The editor's colours and sizes (`theme/tokens.css`). */
const style = `
:root { color-scheme: light dark; --canvas: light-dark(#f6f7f8, #16181b); --surface: light-dark(#ffffff, #1e2125);
  --sunken: light-dark(#f1f3f5, #181b1e); --border: light-dark(#dde1e6, #2e3338); --border-strong: light-dark(#c3c9d1, #434a52);
  --text: light-dark(#1b1f24, #e6e9ed); --muted: light-dark(#5d6773, #98a2af); --accent: light-dark(#3457d5, #7c9bff);
  --accent-hover: light-dark(#2a48b8, #93adff); --on-accent: light-dark(#ffffff, #10131a);
  --danger: light-dark(#c62828, #ff7a70); --danger-wash: light-dark(#fdeceb, #3a2322); }
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px; color: var(--text); background: var(--canvas);
  font: 14px/1.5 "Inter Variable", Inter, system-ui, "Hiragino Sans", "Noto Sans CJK JP", "Noto Sans JP", "Yu Gothic UI", sans-serif; }
main { width: 100%; max-width: 380px; padding: 24px; background: var(--surface); border: 1px solid var(--border); border-radius: 6px;
  box-shadow: 0 8px 28px light-dark(rgb(27 31 36 / 16%), rgb(0 0 0 / 50%)); }
header { display: flex; align-items: center; gap: 10px; }
h1 { margin: 0; font-size: 16px; font-weight: 600; }
p { margin: 12px 0; }
label { display: block; margin: 16px 0 4px; font-weight: 500; }
input { width: 100%; padding: 8px 10px; font: inherit; color: inherit; background: var(--sunken); border: 1px solid var(--border-strong);
  border-radius: 4px; }
button { width: 100%; margin-top: 16px; padding: 8px 10px; font: inherit; font-weight: 500; color: var(--on-accent);
  background: var(--accent); border: 0; border-radius: 4px; }
button:hover { background: var(--accent-hover); }
a { color: var(--accent); text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.hint { margin: 4px 0 0; font-size: 12.5px; color: var(--muted); }
.failure { padding: 8px 10px; color: var(--danger); background: var(--danger-wash); border-radius: 4px; }
`;

const icon =
  '<svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7" fill="#1e2125"/><path d="M6 10.5 11 16l-5 5.500" fill="none" stroke="#7c9bff" stroke-width="2"/><path d="m20 8.500 7.500 7.500L20 23.500 12.500 16z" fill="#2cc79a"/></svg>';

/**
 * Headers of the page: it runs no script and loads nothing. It says where it posts from, since a browser that is asked for
 * no referrer sends `Origin: null`, which is refused.
 */
export const signInHeaders: Readonly<Record<string, string>> = {
  "Content-Security-Policy": `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  "Referrer-Policy": "same-origin",
  "Cache-Control": "no-store",
  Vary: "Accept-Language, Cookie",
};

/**
 * The page, as HTML that works without a script. Its form has no action: it is sent to the page's own address, fragment
 * included, so that the graph in the fragment of a link is still there after signing in.
 */
export function signInPage({ language, theme }: Look, { users, failure, confirm }: SignInState): string {
  const words = signInWords[language];
  const heading = confirm === undefined ? words.title : words.submitAs(confirm.user);
  return `<!doctype html>
<html lang="${language}"${theme === "system" ? "" : ` data-theme="${theme}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${escapeHtml(heading)} – unCLIP Studio</title>
<style>${style}</style>
</head>
<body>
<main>
<header>${icon}<h1>unCLIP Studio</h1></header>
${failure === undefined ? "" : `<p class="failure" id="failure" role="alert">${escapeHtml(failure === "wrong" ? words.wrong : words.wait(failure.wait))}</p>\n`}<form method="post">
${confirm === undefined ? askForToken(language, users, failure !== undefined) : askWhetherRight(language, confirm)}
</form>
</main>
</body>
</html>
`;
}

function askForToken(language: Look["language"], users: boolean, failed: boolean): string {
  const words = signInWords[language];
  const described = failed ? "failure hint" : "hint";
  return `<p>${users ? words.introUsers : words.intro}</p>
<label for="token">${words.token}</label>
<input id="token" name="token" type="password" required autofocus autocomplete="current-password" autocapitalize="none" spellcheck="false" maxlength="2000" aria-describedby="${described}"${failed ? ' aria-invalid="true"' : ""}>
<p class="hint" id="hint">${users ? words.hintUsers : words.hint}</p>
<button type="submit">${words.submit}</button>`;
}

function askWhetherRight(language: Look["language"], confirm: { user: string; other: string }): string {
  const words = signInWords[language];
  return `<p>${escapeHtml(words.confirm(confirm.user))}</p>
<input type="hidden" name="ticket" value="yes">
<button type="submit">${escapeHtml(words.submitAs(confirm.user))}</button>
<p><a href="${escapeHtml(confirm.other)}">${words.other}</a></p>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
