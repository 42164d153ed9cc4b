import { choice, input, NodeError, number, optionalInput, output, perItem, text } from "@unclip/engine";
import { norm as lengthOf, normalize, scale, type Tensor } from "@unclip/tensor";
import { eachNode } from "../define-node.ts";
import { embedding } from "../kinds/kinds.ts";
import { requireOneSpace } from "../kinds/spaces.ts";
import { evaluate, type Value } from "./expression/evaluate.ts";
import { longest, parseExpression } from "./expression/parse.ts";

const operand = (name: string) =>
  optionalInput(embedding, name.toUpperCase(), `The embedding that the expression calls ${name}.`);

export const expression = eachNode({
  type: "expression",
  version: 1,
  title: "Expression",
  group: "arithmetic",
  about:
    "Computes with embeddings, as in a − b + c: + − between embeddings, × ÷ by numbers, norm(), slerp(a, b, t) and mean().",
  inputs: {
    a: input(
      embedding,
      "A",
      "The embedding that the expression calls a; the result is of its kind and space.",
    ),
    b: operand("b"),
    c: operand("c"),
    d: operand("d"),
    e: operand("e"),
    f: operand("f"),
  },
  outputs: { embedding: output(embedding, "Embedding", "The result of the expression.", "a") },
  params: {
    expression: text({
      title: "Expression",
      about: "Such as a − b + c, or slerp(a, norm(b − c), t).",
      default: "a",
      maxLength: longest,
    }),
    t: number({
      title: "t",
      about: "The number t of the expression; connect a range to sweep it.",
      default: 0.5,
      min: -1000,
      max: 1000,
      step: 0.05,
    }),
    norm: choice({
      title: "Norm",
      about: "Length of the result: as computed, that of A, or 1.",
      default: "computed",
      options: ["computed", "keep-a", "unit"],
    }),
  },
  execute: async (items) =>
    perItem(items, ({ expression: source, t, norm, a, b, c, d, e, f }) => {
      requireOneSpace([a, b, c, d, e, f].filter((operand) => operand !== undefined));
      const names = { a: a.vector, b: b?.vector, c: c?.vector, d: d?.vector, e: e?.vector, f: f?.vector, t };
      const result = requireEmbedding(evaluate(source, parseExpression(source), names));
      const vector =
        norm === "computed" ? result : scale(normalize(result), norm === "unit" ? 1 : lengthOf(a.vector));
      return { embedding: { vector, space: a.space } };
    }),
});

function requireEmbedding(value: Value): Tensor {
  if (typeof value !== "number") return value;
  throw new NodeError(
    "expression_value",
    `Found an expression that gives the number ${value}, expected an embedding. Name one of a … f in it.`,
  );
}
