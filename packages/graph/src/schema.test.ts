import { expect, it } from "vitest";
import committed from "../graph.schema.json" with { type: "json" };
import { graphJsonSchema } from "./index.ts";

it("graph.schema.json is current: write graphJsonSchema() to it", () => {
  expect(committed).toEqual(JSON.parse(JSON.stringify(graphJsonSchema())));
});
it("describes nodes as strict objects with a type", () => {
  const { properties, required, additionalProperties } = graphJsonSchema() as Record<
    string,
    Record<string, unknown>
  >;
  expect(required).toEqual(["unclip", "title", "model", "nodes"]);
  expect(additionalProperties).toBe(false);
  expect(Object.keys(properties ?? {})).toContain("$schema");
});
