import { describe, expect, it } from "vitest";
import { GraphError, parseGraph, readGraph } from "./index.ts";

const minimal = { unclip: 1, title: "T", model: "emoji", nodes: {} };
const withNodes = (nodes: unknown) => ({ ...minimal, nodes });

/** `code pointer` of every problem. */
function refused(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    for (const problem of error.problems) expect(problem.message.length).toBeGreaterThan(20);
    return error.problems.map((p) => `${p.code} ${p.pointer}`.trim());
  }
  throw new Error("the document was accepted");
}

describe("parseGraph accepts", () => {
  it("the example of the design, as it is", () => {
    const text = `{
      "unclip": 1, "title": "Text to image", "about": "…", "model": "emoji",
      "nodes": {
        "caption": { "type": "text", "params": { "text": "a red heart" }, "at": [0, 0] },
        "encode": { "type": "clip-text-encode", "inputs": { "text": "caption.text" }, "at": [280, 0] },
        "prior": { "type": "diffusion-prior", "params": { "steps": 25, "guidance": 2, "seed": 7 }, "inputs": { "text": "encode.text" } }
      }
    }`;
    expect(parseGraph(text)).toEqual(JSON.parse(text));
  });
  it("frames, notes, parts, switched-off nodes, lists and $schema", () => {
    const graph = {
      $schema: "./graph.schema.json",
      ...minimal,
      nodes: {
        a: { type: "part:twice", off: "mute", params: { lines: ["x", "y"], dims: [1, 2], on: true } },
      },
      frames: { one: { title: "Frame", at: [0, 0], size: [10, 10] } },
      notes: { two: { text: "# Note", at: [0, 0] } },
      parts: {
        twice: { title: "Twice", inputs: { x: "n.x" }, outputs: { y: "n.y" }, nodes: { n: { type: "add" } } },
      },
    };
    expect(readGraph(graph)).toEqual(graph);
  });
  it("text with NUL and bidi marks, and repeated keys in different objects", () => {
    const nodes = {
      a: { type: "text", params: { text: "a\u0000b\u202Ec" } },
      b: { type: "text", params: { text: "" } },
    };
    expect(parseGraph(JSON.stringify(withNodes(nodes))).nodes).toEqual(nodes);
  });
  it("a chain of 2,000 nodes", () => {
    const nodes = Object.fromEntries(
      Array.from({ length: 2000 }, (_, i) => [
        `n${i}`,
        { type: "x", ...(i > 0 && { inputs: { a: `n${i - 1}.b` } }) },
      ]),
    );
    expect(Object.keys(readGraph(withNodes(nodes)).nodes)).toHaveLength(2000);
  });
});

describe("parseGraph refuses", () => {
  it.each([
    ["empty text", "", "graph_missing"],
    ["truncated JSON", '{"unclip": 1,', "json_invalid"],
    ["trailing garbage", `${JSON.stringify(minimal)} x`, "json_invalid"],
    ["a byte order mark", `\uFEFF${JSON.stringify(minimal)}`, "json_invalid"],
    ["NaN", '{"unclip": NaN}', "json_invalid"],
    ["a list", "[1]", "not_our_format"],
    ["a scalar", "3", "not_our_format"],
    ["null", "null", "not_our_format"],
    ["a missing version", '{"title": "x"}', "schema_version /unclip"],
    ["a newer version", JSON.stringify({ ...minimal, unclip: 2 }), "schema_version /unclip"],
    ["an unknown older version", JSON.stringify({ ...minimal, unclip: 0 }), "schema_version /unclip"],
    ["a version as text", JSON.stringify({ ...minimal, unclip: "1" }), "schema_version /unclip"],
    [
      "an infinite number",
      '{"unclip":1,"title":"","model":"m","nodes":{"a":{"type":"t","params":{"x":1e400}}}}',
      "number_range /nodes/a/params/x",
    ],
    [
      "2^53 + 1",
      '{"unclip":1,"title":"","model":"m","nodes":{"a":{"type":"t","params":{"x":9007199254740993}}}}',
      "number_range /nodes/a/params/x",
    ],
  ])("%s", (_, text, code) => {
    expect(refused(() => parseGraph(text))).toEqual([code]);
  });

  it("says where JSON breaks", () => {
    expect(() => parseGraph('{\n  "unclip": 1,\n  nodes\n}')).toThrow(/line 3/);
  });
  it("400,000 levels, at once, and 33 levels, but not 32", () => {
    const took = (text: string, codes: readonly string[]) => {
      const begun = performance.now();
      expect(refused(() => parseGraph(text))).toEqual(codes);
      return performance.now() - begun;
    };
    const flat = took(`[${"1,".repeat(200_000)}1]`, ["not_our_format"]);
    expect(took("[".repeat(400_000), ["json_too_deep"])).toBeLessThan(10 * flat + 10);
    const deep = (levels: number) => `{"x":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;
    expect(refused(() => parseGraph(deep(33)))).toEqual(["json_too_deep"]);
    expect(refused(() => parseGraph(deep(32)))).toEqual(["schema_version /unclip"]);
  });
  it("a value that is too deep or circular, without its text", () => {
    const circular: Record<string, unknown> = { ...minimal };
    circular.nodes = circular;
    expect(refused(() => readGraph(circular))).toEqual(["json_too_deep"]);
  });
  it("duplicate keys, and says what they are", () => {
    const text =
      '{"unclip":1,"title":"","title":"","model":"m","nodes":{"a":{"type":"t"},"\\u0061":{"type":"t","inputs":{"x":"a.b","x":"a.c"}}}}';
    expect(refused(() => parseGraph(text))).toEqual([
      "json_duplicate_key /title",
      "node_id_duplicate /nodes/a",
      "port_multiply_bound /nodes/a/inputs/x",
    ]);
  });
  it("special keys anywhere, and leaves Object.prototype alone", () => {
    const text =
      '{"unclip":1,"title":"","model":"m","__proto__":{"polluted":1},"nodes":{"constructor":{"type":"t"},"a":{"type":"t","params":{"prototype":1}}}}';
    expect(refused(() => parseGraph(text)).sort()).toEqual([
      "key_forbidden /__proto__",
      "key_forbidden /nodes/a/params/prototype",
      "key_forbidden /nodes/constructor",
    ]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
  it.each([
    ["ComfyUI's editor format", { nodes: [], links: [], last_node_id: 3 }, /ComfyUI workflow/],
    ["ComfyUI's API format", { "3": { class_type: "KSampler", inputs: {} } }, /ComfyUI workflow \(API/],
    ["a ComfyUI request", { prompt: { "3": { class_type: "KSampler" } } }, /ComfyUI request/],
    ["A1111 settings", { prompt: "a cat", sampler_name: "Euler a" }, /AUTOMATIC1111/],
  ])("%s by name", (_, json, message) => {
    expect(refused(() => readGraph(json))).toEqual(["not_our_format"]);
    expect(() => readGraph(json)).toThrow(message);
  });
  it("A1111 parameters as text", () => {
    expect(() =>
      parseGraph("a cat\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, CFG scale: 7"),
    ).toThrow(/AUTOMATIC1111/);
  });
  it("unknown properties, each with its place", () => {
    expect(
      refused(() => readGraph({ ...minimal, extra: 1, nodes: { a: { type: "t", colour: "red" } } })).sort(),
    ).toEqual(["unknown_property /extra", "unknown_property /nodes/a/colour"]);
  });
  it.each([
    ["empty", ""],
    ["upper case", "Prior"],
    ["a space", "a b"],
    ["long", "a".repeat(65)],
    ["a lone surrogate", "\uD800"],
  ])("a node id that is %s", (_, id) => {
    expect(refused(() => readGraph(withNodes({ [id]: { type: "t" } })))[0]).toMatch(/^node_id_invalid/);
  });
  it("edges, literals and properties of the wrong form, all at once", () => {
    const nodes = { a: { type: "t", inputs: { x: "nodot" }, params: { y: { deep: 1 } }, at: [1] }, b: {} };
    expect(refused(() => readGraph(withNodes(nodes))).sort()).toEqual([
      "edge_invalid /nodes/a/inputs/x",
      "param_kind /nodes/a/params/y",
      "property_missing /nodes/b/type",
      "value_invalid /nodes/a/at",
    ]);
  });
  it("2,001 nodes, parts counted, unless the limit is lifted", () => {
    const nodes = Object.fromEntries(Array.from({ length: 2001 }, (_, i) => [`n${i}`, { type: "t" }]));
    expect(refused(() => readGraph(withNodes(nodes)))).toEqual(["graph_too_large /nodes"]);
    expect(Object.keys(readGraph(withNodes(nodes), { nodes: 3000 }).nodes)).toHaveLength(2001);
  });
  it("a text of 1 MB and a string over 32 KB", () => {
    expect(refused(() => parseGraph(" ".repeat(1_000_001)))).toEqual(["graph_too_large"]);
    const long = withNodes({ a: { type: "t", params: { text: "x".repeat(32_769) } } });
    expect(refused(() => parseGraph(JSON.stringify(long)))).toEqual(["text_too_long /nodes/a/params/text"]);
  });
});
