/**
 * The shape of a graph file, as zod. The JSON Schema of the format is generated from the same source, so every
 * property is described here once.
 */
import { z } from "zod";
import type { Literal } from "./types.ts";

/** The format version that this code writes. */
export const formatVersion = 1;

export const nodeIdPattern = /^[a-z0-9-]{1,64}$/;
const portPattern = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const typePattern = /^(?:part:)?[a-z0-9-]{1,64}$/;
const refPattern = /^[a-z0-9-]{1,64}\.[A-Za-z][A-Za-z0-9_-]{0,63}$/;

const nodeId = z.string().regex(nodeIdPattern, "1 to 64 of a-z, 0-9 and -");
const portName = z.string().regex(portPattern, "a letter, then up to 63 letters, digits, _ or -");
const ref = z
  .string()
  .regex(refPattern, '"node.port"')
  .describe('The output port that feeds this input, "node.port"');
const finite = z.number().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);
const point = z.tuple([finite, finite]);
const literalShape = z.union([z.string(), finite, z.boolean(), z.array(z.string()), z.array(finite)]);
/** The union as one predicate: it ends at the first item of a list that does not fit, where zod would tell all of them. */
const literal = z.custom<Literal>(
  isLiteral,
  "a text, a number, true or false, or a list of texts or of numbers",
);

function isLiteral(value: unknown): boolean {
  if (!Array.isArray(value)) return typeof value === "string" || typeof value === "boolean" || isExact(value);
  return value.every((item) => typeof item === "string") || value.every(isExact);
}

function isExact(value: unknown): boolean {
  return typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
}

const node = z.strictObject({
  type: z.string().regex(typePattern, 'a node type or "part:NAME"').describe("Node type, or part:NAME"),
  params: z.record(portName, literal).optional().describe("Params that differ from their defaults"),
  inputs: z.record(portName, ref).optional().describe("Input port or param name → output port that feeds it"),
  bends: z
    .record(portName, z.array(point).min(1).max(64))
    .optional()
    .describe("Input port → points that its edge is led through on the canvas"),
  at: point.optional().describe("Position on the canvas, [x, y]"),
  off: z
    .enum(["mute", "bypass"])
    .optional()
    .describe("mute: yields nothing; bypass: hands its first fitting input on"),
});
export const nodes = z.record(nodeId, node);
const frame = z.strictObject({ title: z.string(), at: point, size: point });
const note = z.strictObject({ text: z.string(), at: point, size: point.optional() });
export const frames = z.record(nodeId, frame);
export const notes = z.record(nodeId, note);
export const part = z.strictObject({
  title: z.string(),
  inputs: z.record(portName, ref).describe("Declared input → the inner node.port that it feeds"),
  outputs: z.record(portName, ref).describe("Declared output → the inner node.port that it shows"),
  nodes,
  frames: frames.optional().describe("Titled boxes behind its nodes"),
  notes: notes.optional().describe("Pieces of markdown among its nodes"),
});

export const parts = z.record(nodeId, part);

const app = z.strictObject({
  params: z.array(ref.describe('A param to fill in, "node.param"')),
  outputs: z.array(ref.describe('An output to show, "node.port"')),
});

export const graphSchema = z.strictObject({
  $schema: z.string().optional().describe("Address of the JSON Schema of this format, for editors"),
  unclip: z.literal(formatVersion).describe("Version of the format"),
  title: z.string().describe("Name of the graph"),
  about: z.string().optional().describe("What the graph does, in a sentence or two"),
  model: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, "an id of a model pack")
    .describe("Id of the model pack"),
  nodes: nodes.describe("The nodes by id; an edge is an entry of a node's inputs"),
  frames: frames.optional().describe("Titled boxes behind nodes"),
  notes: notes.optional().describe("Pieces of markdown on the canvas"),
  parts: parts.optional().describe("Reusable subgraphs, used as the node type part:NAME"),
  app: app.optional().describe("The graph as a form: params to fill in and outputs to show"),
});

const target = "draft-2020-12";

/** The JSON Schema (2020-12) of a graph file; committed as `graph.schema.json`. */
export function graphJsonSchema(): Record<string, unknown> {
  const { $schema: _, ...shape } = z.toJSONSchema(literalShape, { target });
  const schema = z.toJSONSchema(graphSchema, {
    target,
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if ((zodSchema as unknown) === literal) Object.assign(jsonSchema, shape);
    },
  });
  return { title: "unCLIP graph", ...schema };
}
