import type { IncomingMessage } from "node:http";

/** How a page looks that the server draws: the editor leaves its settings in a cookie, since they are not in the request. */
export interface Look {
  readonly language: "en" | "ja";
  readonly theme: "system" | "light" | "dark";
}

/** The editor's settings where it left them, else what the browser asks for. */
export function lookOf({ headers }: IncomingMessage): Look {
  const match = /(?:^|;\s?)unclip-look=(en|ja)\.(system|light|dark)(?:;|$)/.exec(headers.cookie ?? "");
  if (match !== null) return { language: match[1] as Look["language"], theme: match[2] as Look["theme"] };
  return { language: preferred(headers["accept-language"] ?? ""), theme: "system" };
}

/** Japanese where the browser prefers it to English (RFC 9110 §12.5.4). */
function preferred(accept: string): Look["language"] {
  const weights = { en: 0, ja: 0 };
  for (const part of accept.toLowerCase().split(",")) {
    const [tag = "", ...parameters] = part.split(";").map((piece) => piece.trim());
    const language = tag.split("-")[0];
    const q = parameters.find((parameter) => parameter.startsWith("q="));
    const weight = q === undefined ? 1 : Number(q.slice(2)) || 0;
    // Of two with the same weight the first wins.
    if (language === "en" || language === "ja")
      weights[language] = Math.max(
        weights[language],
        weight - weights[language === "en" ? "ja" : "en"] * 1e-9,
      );
  }
  return weights.ja > weights.en ? "ja" : "en";
}

export interface SignInWords {
  readonly title: string;
  readonly intro: string;
  readonly introUsers: string;
  readonly token: string;
  readonly hint: string;
  readonly hintUsers: string;
  readonly submit: string;
  readonly wrong: string;
  /** @param seconds until the next attempt */
  readonly wait: (seconds: number) => string;
  readonly confirm: (user: string) => string;
  readonly submitAs: (user: string) => string;
  readonly other: string;
}

export const signInWords: Readonly<Record<Look["language"], SignInWords>> = {
  en: {
    title: "Sign in",
    intro: "This server asks for the token that it printed when it started.",
    introUsers: "This server asks for your token.",
    token: "Token",
    hint: "It is the end of the address in the server's terminal, after “token=”. You can paste the whole address.",
    hintUsers: "The person who runs this server gave it to you. You can paste the whole address that has it.",
    submit: "Sign in",
    wrong: "This token is not valid. Check that you copied all of it.",
    wait: (seconds) => `There were too many attempts. Try again in ${seconds} s.`,
    confirm: (user) => `The link that you followed signs you in as ${user}. Go on only if that is you.`,
    submitAs: (user) => `Sign in as ${user}`,
    other: "Sign in with another token",
  },
  ja: {
    title: "サインイン",
    intro: "このサーバーを使うには、起動時に表示されたトークンが必要です。",
    introUsers: "このサーバーを使うには、あなたのトークンが必要です。",
    token: "トークン",
    hint: "サーバーのターミナルに表示されたアドレスの「token=」より後ろの部分です。アドレス全体を貼り付けてもかまいません。",
    hintUsers:
      "トークンはサーバーの管理者から受け取ってください。トークンを含むアドレス全体を貼り付けてもかまいません。",
    submit: "サインイン",
    wrong: "トークンが正しくありません。最後までコピーできているか確認してください。",
    wait: (seconds) => `試行回数が多すぎます。${seconds} 秒後にもう一度お試しください。`,
    confirm: (user) => `このリンクを開くと ${user} としてサインインします。ご本人の場合のみ続けてください。`,
    submitAs: (user) => `${user} としてサインイン`,
    other: "別のトークンでサインイン",
  },
};
