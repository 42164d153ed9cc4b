import { input, NodeError, optionalInput, output } from "@unclip/engine";
import { allNode } from "../define-node.ts";
import { anything } from "../kinds/kinds.ts";
import type { Space } from "../kinds/values.ts";

export const join = allNode({
  type: "join",
  version: 1,
  title: "Join",
  group: "batch",
  about: "Concatenates batches of one kind.",
  inputs: {
    a: input(anything, "A", "The first items."),
    b: input(anything, "B", "The next, of the kind of A.", { like: "a" }),
    c: optionalInput(anything, "C", "More, of the kind of A.", { like: "a" }),
    d: optionalInput(anything, "D", "More, of the kind of A.", { like: "a" }),
  },
  outputs: { value: output(anything, "Batch", "All items in order.", "a") },
  params: {},
  async execute({ a, b, c, d }) {
    const batches = [a, b, c, d].flatMap((batch) => (batch ? [batch] : []));
    const items = batches.flatMap((batch) => batch.items);
    const [first, ...rest] = items.map(formOf);
    const odd = rest.find((form) => form !== first);
    if (odd !== undefined) {
      throw new NodeError(
        "kind_mismatch",
        `Found items made of ${first} and of ${odd}, expected one kind. Join batches of the same kind.`,
      );
    }
    if (!batches.every((batch) => batch.labels)) return { value: { items } };
    return { value: { items, labels: batches.flatMap((batch) => batch.labels ?? []) } };
  },
});

/** The type of a value and its space, for comparison. */
function formOf(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${typeof value[0]}`;
  if (typeof value !== "object" || value === null) return typeof value;
  const { space, joint = space?.joint } = value as { space?: Partial<Space>; joint?: string };
  const names = Object.keys(value).filter((name) => name !== "timesteps");
  const where = [space?.modality, joint].filter((name) => name !== undefined).join(" of ");
  return `${names.sort().join(", ")}${where && ` (${where})`}`;
}
