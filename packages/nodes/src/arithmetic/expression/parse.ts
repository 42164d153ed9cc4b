/**
 * Text → expression tree, by recursive descent:
 *
 *     sum     = product (("+" | "−") product)*
 *     product = factor (("×" | "÷") factor)*
 *     factor  = "−" factor | number | name | function "(" sum ("," sum)* ")" | "(" sum ")"
 */
import { expressionError } from "./expression-error.ts";
import { type Sign, type Token, tokenize } from "./token.ts";

/** Longest expression in UTF-16 units. It also bounds the depth of parentheses. */
export const longest = 500;

const functions = ["norm", "slerp", "mean"] as const;
type FunctionName = (typeof functions)[number];

/** A node of the tree. `at` is its position in the text; for an operator, that of its sign. */
export type Expression =
  | { readonly is: "number"; readonly value: number; readonly at: number }
  | { readonly is: "name"; readonly name: string; readonly at: number }
  | { readonly is: "negative"; readonly of: Expression; readonly at: number }
  | {
      readonly is: "+" | "-" | "*" | "/";
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
    }
  | {
      readonly is: "call";
      readonly name: FunctionName;
      readonly given: readonly Expression[];
      readonly at: number;
    };

/** Parses an expression. Throws NodeError `expression_invalid` with a caret under the place. */
export function parseExpression(source: string): Expression {
  if (source.length > longest) {
    const message = `Found ${source.length} characters, expected at most ${longest}. Compute a part of it in another node.`;
    throw expressionError("expression_invalid", source.slice(0, longest), longest, message);
  }
  const tokens = tokenize(source);
  const reader = new Reader(source, tokens);
  const tree = reader.sum();
  if (reader.next.token !== "end") reader.fail("an operator or the end");
  return tree;
}

class Reader {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #place = 0;

  constructor(source: string, tokens: readonly Token[]) {
    this.#source = source;
    this.#tokens = tokens;
  }

  get next(): Token {
    return this.#tokens[this.#place]!;
  }

  sum(): Expression {
    return this.#chain(["+", "-"], () => this.#product());
  }

  fail(expected: string): never {
    const { next } = this;
    const found =
      next.token === "end"
        ? "the end"
        : next.token === "number"
          ? `the number ${next.value}`
          : `"${next.token === "name" ? next.name : next.token}"`;
    throw expressionError(
      "expression_invalid",
      this.#source,
      next.at,
      `Found ${found}, expected ${expected}.`,
    );
  }

  #product(): Expression {
    return this.#chain(["*", "/"], () => this.#factor());
  }

  #chain<Op extends "+" | "-" | "*" | "/">(operators: readonly Op[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const { token, at } = this.next;
      const is = operators.find((operator) => operator === token);
      if (is === undefined) return left;
      this.#place++;
      left = { is, left, right: operand(), at };
    }
  }

  #factor(): Expression {
    const token = this.next;
    this.#place++;
    switch (token.token) {
      case "number":
        return { is: "number", value: token.value, at: token.at };
      case "-":
        return { is: "negative", of: this.#factor(), at: token.at };
      case "name":
        return this.next.token === "(" ? this.#call(token) : { is: "name", name: token.name, at: token.at };
      case "(": {
        const inner = this.sum();
        this.#take(")");
        return inner;
      }
      default:
        this.#place--;
        return this.fail("a number, a name or a parenthesis");
    }
  }

  #call({ name, at }: { readonly name: string; readonly at: number }): Expression {
    const known = functions.find((f) => f === name);
    if (known === undefined) {
      const message = `Found the function "${name}", expected ${functions.map((f) => `${f}()`).join(", ")}.`;
      throw expressionError("expression_invalid", this.#source, at, message);
    }
    this.#take("(");
    const given = [this.sum()];
    while (this.next.token === ",") {
      this.#place++;
      given.push(this.sum());
    }
    this.#take(")");
    return { is: "call", name: known, given, at };
  }

  #take(sign: Sign): void {
    if (this.next.token !== sign) this.fail(`"${sign}"`);
    this.#place++;
  }
}
