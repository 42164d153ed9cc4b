import { describe, expectTypeOf, it } from "vitest";
import {
  type Batch,
  each,
  input,
  integer,
  type Kind,
  nodeDefiner,
  number,
  optionalInput,
  output,
  text,
} from "../index.ts";

interface Host {
  readonly name: string;
}
const define = nodeDefiner<Host>();
const numberKind: Kind<number, Host> = {
  name: "number",
  title: "number",
  summarize: async (v) => ({ text: String(v) }),
};

describe("node definitions infer their ports and params", () => {
  it("for each nodes", () => {
    const node = define.each({
      type: "add",
      version: 1,
      title: "Add",
      group: "x",
      about: "x",
      inputs: { a: input(numberKind, "A", "a"), b: optionalInput(numberKind, "B", "b") },
      outputs: { sum: output(numberKind, "Sum", "s", "a") },
      params: {
        bias: number({ title: "Bias", about: "", default: 0, min: -1, max: 1 }),
        name: text({ title: "n", about: "", default: "" }),
      },
      execute: each(({ a, b, bias, name }, { host }) => {
        expectTypeOf(a).toEqualTypeOf<number>();
        expectTypeOf(b).toEqualTypeOf<number | undefined>();
        expectTypeOf(bias).toEqualTypeOf<number>();
        expectTypeOf(name).toEqualTypeOf<string>();
        expectTypeOf(host).toEqualTypeOf<Host>();
        return { sum: a + (b ?? 0) + bias };
      }),
    });
    expectTypeOf(node.over).toEqualTypeOf<"each">();
  });
  it("for all nodes", () => {
    define.all({
      type: "mean",
      version: 1,
      title: "Mean",
      group: "x",
      about: "x",
      inputs: { values: input(numberKind, "Values", "v") },
      outputs: { mean: output(numberKind, "Mean", "m") },
      params: {
        steps: integer({ title: "Steps", about: "", default: 0, min: 0, max: 1 }),
        dims: integer({ title: "Dims", about: "", default: "all", words: ["all", "none"], min: 0, max: 1 }),
      },
      async execute({ values, steps, dims }) {
        expectTypeOf(values).toEqualTypeOf<Batch<number>>();
        expectTypeOf(steps).toEqualTypeOf<number>();
        expectTypeOf(dims).toEqualTypeOf<number | "all" | "none">();
        return { mean: { items: values.items } };
      },
    });
  });
});
