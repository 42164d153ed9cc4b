/**
 * Every regular expression of the sources runs in time that grows with the length of its text: a note, a caption, a graph
 * or a file may be written to make one that does not hold a tab, or the server, for minutes.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { analyse } from "scslre";
import { parseSync } from "vite";
import { expect, test } from "vitest";
import { root } from "../machine.ts";

/** Expressions that meet no text of strangers, or only short ones, with what bounds it. */
const bounded: Readonly<Record<string, string>> = {};

interface Expression {
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

function sources(): string[] {
  return ["packages", "apps"].flatMap((room) =>
    readdirSync(join(root, room)).flatMap((name) =>
      readdirSync(join(root, room, name, "src"), { recursive: true, encoding: "utf8" })
        .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|testing\//.test(file))
        .map((file) => join(room, name, "src", file)),
    ),
  );
}

/** Every regular expression that is written in a file, and `undefined` for each that is made of something else. */
function expressionsOf(file: string): (Expression | undefined)[] {
  const found: (Expression | undefined)[] = [];
  const pending: unknown[] = [parseSync(file, readFileSync(join(root, file), "utf8")).program];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (typeof node !== "object" || node === null) continue;
    const { type, regex, callee } = node as {
      type?: string;
      regex?: { pattern: string; flags: string };
      callee?: { name?: string };
    };
    if (type === "Literal" && regex) found.push({ file, source: regex.pattern, flags: regex.flags });
    if ((type === "NewExpression" || type === "CallExpression") && callee?.name === "RegExp")
      found.push(undefined);
    pending.push(...Object.values(node).filter((value) => typeof value === "object" && value !== null));
  }
  return found;
}

const named = ({ file, source, flags }: Expression) => `${file} /${source}/${flags}`;
const files = sources().map((file) => ({ file, found: expressionsOf(file) }));
/** Files that put expressions together from pieces: what they make shows when they are loaded. */
const composing = files.filter(({ found }) => found.includes(undefined));
const composed: Expression[][] = [];
for (const { file } of composing) composed.push(await expressionsMadeBy(file));
const expressions = [
  ...files.flatMap(({ found }) => found.filter((one) => one !== undefined)),
  ...composed.flat(),
];

/** Loads a module and tells the expressions that it makes on the way. */
async function expressionsMadeBy(file: string): Promise<Expression[]> {
  const made: Expression[] = [];
  const { RegExp: original } = globalThis;
  globalThis.RegExp = new Proxy(original, {
    construct(target, [source, flags = ""]: [string, string?]) {
      made.push({ file, source, flags });
      return new target(source, flags);
    },
  });
  try {
    // anew, since a module that is loaded already makes nothing more
    await import(/* @vite-ignore */ `${pathToFileURL(join(root, file)).href}?anew`);
  } finally {
    globalThis.RegExp = original;
  }
  return made;
}

test("all can be looked at", () => {
  expect(expressions.length).toBeGreaterThan(150);
  const unseen = composing.filter(({ found }, i) => {
    const written = found.filter((one) => one === undefined).length;
    return (composed[i]?.length ?? 0) < written;
  });
  expect(unseen.map(({ file }) => file)).toEqual([]);
});

test("none is super-linear on a character that is repeated", () => {
  const slow = expressions
    .filter(({ source, flags }) => analyse({ source, flags }).reports.length > 0)
    .map(named);
  expect(slow.filter((name) => bounded[name] === undefined)).toEqual([]);
});

/** A text that an expression nearly matches: what is written in it, with something short for what may be anything. */
function likeness({ source }: Expression): string {
  return source
    .replaceAll(/\(\?(?:[:=!]|<[=!a-zA-Z]+>?)/g, "(")
    .replaceAll(/\\[pP]\{[^}]*\}|\[[^\]]*\]|\\[wS]|\./g, "a")
    .replaceAll(/\\d/g, "0")
    .replaceAll(/\\s/g, " ")
    .replaceAll(/\\n/g, "\n")
    .replaceAll(/\\(.)/g, "$1")
    .replaceAll(/\{\d+,?\d*\}|[()^$+*?|]/g, "");
}

test("none is super-linear on a piece of what it looks for that is repeated", { timeout: 1_200_000 }, () => {
  const length = 100_000;
  const slow: string[] = [];
  for (const expression of expressions) {
    const like = likeness(expression).slice(0, 60);
    const pieces = new Set(
      [...like].flatMap((_, i) => [like.slice(i), like.slice(0, i + 1)]).concat(`${like}\n`),
    );
    const regex = new RegExp(expression.source, expression.flags);
    for (const piece of pieces) {
      const text = `${like.slice(0, 1)}${piece.repeat(length / piece.length)}\u2028`;
      const start = performance.now();
      text.replace(regex, "");
      // A linear one takes a millisecond, a quadratic one seconds.
      if (performance.now() - start < 700) continue;
      slow.push(named(expression));
      break;
    }
  }
  expect(slow.filter((name) => bounded[name] === undefined)).toEqual([]);
});
