/**
 * Expression tree → embedding or number. Embeddings are added and subtracted, and scaled by numbers; nothing else is
 * defined between them.
 */
import { combine, mean, normalize, scale, slerp, type Tensor, TensorError } from "@unclip/tensor";
import { expressionError } from "./expression-error.ts";
import type { Expression } from "./parse.ts";

export type Value = number | Tensor;

/** The values of names. A missing name is not connected. */
export type Names = Readonly<Record<string, Value | undefined>>;

/**
 * Computes an expression. Throws NodeError `expression_value`, with a caret under the place, for unconnected
 * names, mismatched operands, a division by zero, slerp of opposite directions, and norm of a zero vector.
 */
export function evaluate(source: string, tree: Expression, names: Names): Value {
  const fail = (at: number, message: string): never => {
    throw expressionError("expression_value", source, at, message);
  };
  const value = (node: Expression): Value => {
    switch (node.is) {
      case "number":
        return node.value;
      case "name":
        return (
          (Object.hasOwn(names, node.name) ? names[node.name] : undefined) ??
          fail(node.at, unknown(node.name, names))
        );
      case "negative":
        return finite(node, scaled(value(node.of), -1));
      case "call":
        return finite(node, call(node, node.given.map(value)));
      default:
        return finite(node, binary(node, value(node.left), value(node.right)));
    }
  };
  const binary = (node: Extract<Expression, { left: Expression }>, left: Value, right: Value): Value => {
    if (node.is === "+" || node.is === "-") {
      const sign = node.is === "+" ? 1 : -1;
      if (isNumber(left) && isNumber(right)) return left + sign * right;
      if (isNumber(left) || isNumber(right))
        return fail(
          node.at,
          "Found a number and an embedding, expected two of a kind. Multiply an embedding by the number.",
        );
      return combine(1, left, sign, right);
    }
    if (node.is === "*") {
      if (isNumber(right)) return scaled(left, right);
      return isNumber(left)
        ? scaled(right, left)
        : fail(node.at, "Found a product of two embeddings, expected a number on one side.");
    }
    if (!isNumber(right)) return fail(node.at, "Found a division by an embedding, expected a number.");
    return right === 0 ? fail(node.at, "Found a division by zero.") : scaled(left, 1 / right);
  };
  const call = ({ name, at }: Extract<Expression, { is: "call" }>, given: readonly Value[]): Value => {
    const vectors = given.filter(isVector);
    const [first, second] = vectors;
    try {
      if (name === "mean" && vectors.length === given.length) return mean(vectors);
      if (name === "norm" && first && given.length === 1) return normalize(first);
      const [, , t] = given;
      if (name === "slerp" && first && second && given.length === 3 && isNumber(t))
        return slerp(first, second, t);
    } catch (error) {
      if (error instanceof TensorError) return fail(at, error.message);
      throw error;
    }
    return fail(at, `${name}() takes ${takes[name]}.`);
  };
  const finite = (node: Expression, result: Value): Value => {
    const numbers = isNumber(result) ? [result] : result.data;
    return numbers.every(Number.isFinite)
      ? result
      : fail(node.at, "The result is too large for 32-bit numbers.");
  };
  return value(tree);
}

const takes = {
  norm: "one embedding",
  slerp: "two embeddings and a number from 0 to 1",
  mean: "one or more embeddings",
};

const isNumber = (value: Value | undefined): value is number => typeof value === "number";
const isVector = (value: Value): value is Tensor => typeof value !== "number";

const scaled = (value: Value, k: number): Value => (isNumber(value) ? k * value : scale(value, k));

function unknown(name: string, names: Names): string {
  const known = Object.keys(names).filter((n) => names[n] !== undefined);
  return `Found the name "${name}", expected one that is connected: ${known.join(", ")}. Connect "${name}", or correct the name.`;
}
