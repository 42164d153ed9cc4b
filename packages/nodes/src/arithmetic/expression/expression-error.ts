import { NodeError } from "@unclip/engine";

/**
 * NodeError `expression_invalid` (it cannot be read) or `expression_value` (it cannot be computed), with the expression
 * and a caret under the position.
 *
 * @param at start of the problem, in UTF-16 units from 0
 */
export function expressionError(
  code: "expression_invalid" | "expression_value",
  source: string,
  at: number,
  message: string,
): NodeError {
  // The caret is aligned only if every character before it is one column wide and on the same line.
  const line = source.replaceAll(/\s/g, " ");
  const columns = [...line.slice(0, at)].length;
  return new NodeError(code, `${message}\n${line}\n${" ".repeat(columns)}^`);
}
