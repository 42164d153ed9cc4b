import { integer, number, output } from "@unclip/engine";
import { allNode } from "../define-node.ts";
import { number as numberKind } from "../kinds/kinds.ts";

export const range = allNode({
  type: "range",
  version: 1,
  title: "Range",
  group: "inputs",
  about: "Evenly spaced numbers, including both ends, as a batch: sweeps a param of the nodes that follow.",
  inputs: {},
  outputs: { value: output(numberKind, "Value", "from … to, in count steps.", { items: ["count"] }) },
  params: {
    from: number({ title: "From", about: "The first number.", default: 0, min: -1e6, max: 1e6 }),
    to: number({ title: "To", about: "The last number.", default: 1, min: -1e6, max: 1e6 }),
    count: integer({
      title: "Count",
      about: "How many numbers; 1 gives only the first.",
      default: 5,
      min: 1,
      max: 256,
    }),
  },
  async execute({ from, to, count }) {
    // This form makes both ends exact, and a sweep of 9 a subset of a sweep of 17.
    const mix = (theta: number) => (1 - theta) * from + theta * to;
    const at = (i: number) => (count === 1 ? from : mix(i / (count - 1)));
    const items = Array.from({ length: count }, (_, i) => at(i));
    return { value: { items, labels: items.map((value) => String(Number(value.toPrecision(4)))) } };
  },
});
