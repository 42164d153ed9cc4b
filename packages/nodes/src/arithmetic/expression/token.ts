import { expressionError } from "./expression-error.ts";

/** A token of an expression. `at` is its start, in UTF-16 units from 0. */
export type Token =
  | { readonly token: "number"; readonly value: number; readonly at: number }
  | { readonly token: "name"; readonly name: string; readonly at: number }
  | { readonly token: Sign; readonly at: number }
  | { readonly token: "end"; readonly at: number };

export type Sign = "+" | "-" | "*" | "/" | "(" | ")" | ",";

/** Alternative characters for operators. Full-width forms are converted earlier. */
const signs: Readonly<Record<string, Sign>> = {
  "+": "+",
  "-": "-",
  "−": "-",
  "‐": "-",
  "‑": "-",
  "–": "-",
  "—": "-",
  "*": "*",
  "×": "*",
  "·": "*",
  "⋅": "*",
  "∗": "*",
  "/": "/",
  "÷": "/",
  "∕": "/",
  "(": "(",
  ")": ")",
  ",": ",",
};

const piece =
  /[\s\u200b-\u200f\u2060\ufeff]+|(?<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z][A-Za-z0-9]*)/y;

/**
 * Splits an expression into tokens, the last of them `end`. Names are given in lower case. Throws NodeError
 * `expression_invalid`.
 */
export function tokenize(written: string): Token[] {
  const tokens: Token[] = [];
  // Full-width forms are 0xfee0 above ASCII, one unit each, so positions do not change.
  const source = written.replace(/[\uff01-\uff5e]/g, (letter) =>
    String.fromCharCode(letter.charCodeAt(0) - 0xfee0),
  );
  let at = 0;
  while (at < source.length) {
    const character = source[at]!;
    if (Object.hasOwn(signs, character)) {
      tokens.push({ token: signs[character]!, at });
      at += 1;
      continue;
    }
    piece.lastIndex = at;
    const { number, name } = piece.exec(source)?.groups ?? unreadable(source, at);
    if (number !== undefined) tokens.push({ token: "number", value: finite(source, at, number), at });
    if (name !== undefined) tokens.push({ token: "name", name: name.toLowerCase(), at });
    at = piece.lastIndex;
  }
  return [...tokens, { token: "end", at: source.length }];
}

function unreadable(source: string, at: number): never {
  const character = String.fromCodePoint(source.codePointAt(at)!);
  const message = `Found "${character}", expected a number, a name, + − × ÷ or a parenthesis.`;
  throw expressionError("expression_invalid", source, at, message);
}

function finite(source: string, at: number, digits: string): number {
  const value = Number(digits);
  if (Number.isFinite(value)) return value;
  const message = "Found a number that is too large, expected at most 1.79e308.";
  throw expressionError("expression_invalid", source, at, message);
}
