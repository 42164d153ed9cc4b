import { describe, expect, it } from "vitest";
import { check } from "../index.ts";
import { graphOf, vocabulary } from "../testing/arithmetic.ts";

/** `code node.port` of every problem. */
function problems(...args: Parameters<typeof graphOf>): string[] {
  return check(graphOf(...args), vocabulary).map((p) => {
    expect(p.message).toMatch(/^\S.*\.$/);
    return `${p.code} ${p.node ?? ""}${p.port === undefined ? "" : `.${p.port}`}`.trim();
  });
}
const message = (...args: Parameters<typeof graphOf>) => check(graphOf(...args), vocabulary)[0]?.message;
const shown = { s: ["show", {}, { value: "a.value" }] } as const;

describe("check finds", () => {
  it("nothing wrong with a good graph", () => {
    expect(problems({ a: ["value", { value: 1 }], ...shown })).toEqual([]);
  });
  it("an unknown node type, with the nearest names", () => {
    expect(problems({ a: ["valeu"] })).toEqual(["node_type_unknown a"]);
    expect(message({ a: ["valeu"] })).toBe(
      'a: the node type "valeu", which does not exist here; expected "value". Correct the name.',
    );
    expect(problems({ a: ["tostring"], b: ["toString".toLowerCase()] })).toHaveLength(2);
  });
  it("edges from nodes and outputs that do not exist", () => {
    expect(problems({ a: ["value"], s: ["show", {}, { value: "aa.value" }] })).toEqual([
      "edge_dangling s.value",
    ]);
    expect(message({ abc: ["value"], s: ["show", {}, { value: "abd.value" }] })).toMatch(/"abd".*"abc"/);
    expect(message({ a: ["value"], s: ["show", {}, { value: "a.sum" }] })).toMatch(
      /"a\.sum".*no such output.*"value"/,
    );
    expect(problems({ a: ["value"], s: ["show", {}, { value: "a.toString" }] })).toEqual([
      "edge_dangling s.value",
    ]);
  });
  it("edges into ports that do not exist", () => {
    expect(problems({ a: ["value"], s: ["show", {}, { value: "a.value", vlaue: "a.value" }] })).toEqual([
      "port_unknown s.vlaue",
    ]);
    expect(problems({ a: ["value"], s: ["show", {}, { value: "a.value", toString: "a.value" }] })).toEqual([
      "port_unknown s.toString",
    ]);
  });
  it("kinds that do not fit, and says what would", () => {
    const graph = { a: ["value"], s: ["show-vector", {}, { vector: "a.value" }] } as const;
    expect(problems(graph)).toEqual(["kind_mismatch s.vector"]);
    expect(message(graph)).toBe(
      "s.vector: number from a.value; expected vector. Put spread between them, or connect another output.",
    );
  });
  it("kinds that do not fit a param that is wired", () => {
    expect(problems({ w: ["word"], a: ["value", {}, { value: "w.text" }], ...shown })).toEqual([
      "kind_mismatch a.value",
    ]);
    expect(problems({ n: ["value"], a: ["value", {}, { seed: "n.value" }], ...shown })).toEqual([]);
  });
  it("substitutes, as remarks with their sentence", () => {
    const found = check(
      graphOf({
        a: ["value"],
        v: ["spread", {}, { value: "a.value" }],
        s: ["show-vector", {}, { vector: "v.shadow" }],
      }),
      vocabulary,
    );
    expect(found.map((p) => [p.code, p.severity])).toEqual([["substitution", "remark"]]);
    expect(found[0]?.message).toBe(
      "s.vector: shadow from v.shadow; expected vector. A shadow stands for the vector here.",
    );
  });
  it("the kind of an output after what comes in", () => {
    const graph = {
      a: ["value"],
      v: ["spread", {}, { value: "a.value" }],
      x: ["scale", {}, { vector: "v.shadow" }],
      y: ["scale", {}, { vector: "x.vector" }],
      s: ["show-vector", {}, { vector: "v.vector" }],
    } as const;
    expect(problems(graph)).toEqual(["substitution x.vector", "substitution y.vector"]);
  });
  it("inputs that are missing, but not optional ones", () => {
    expect(problems({ a: ["add"], s: ["show", {}, { value: "a.sum" }] })).toEqual(["input_missing a.a"]);
  });
  it.each([
    ["params that do not exist", { a: ["value", { vaule: 1 }] }, "param_unknown a.vaule"],
    ["a literal of the wrong kind", { a: ["value", { value: "1" }] }, "param_kind a.value"],
    ["a number out of range", { a: ["value", { value: 1e7 }] }, "param_range a.value"],
    ["a fraction for an integer", { c: ["count", { count: 1.5 }], a: ["value"] }, "param_range c.count"],
    ["a negative seed", { a: ["value", { seed: -1 }] }, "param_range a.seed"],
    ["a long text", { w: ["word", { text: "x".repeat(11) }], a: ["value"] }, "text_too_long w.text"],
    [
      "a literal where only an edge can be",
      { a: ["value"], b: ["add", { a: 1 }, { a: "a.value" }] },
      "literal_on_link b.a",
    ],
  ] as const)("%s", (_, nodes, problem) => {
    expect(problems({ ...nodes, ...shown })).toEqual([problem]);
  });
  it("bounds in the sentence", () => {
    expect(message({ c: ["count", { count: 2000 }], a: ["value"], ...shown })).toBe(
      "c.count: 2000; expected a whole number from 0 to 1000. Set it to 1000, say.",
    );
  });
  it("no problem with a literal that an edge overrides", () => {
    expect(problems({ n: ["value"], a: ["value", { value: "x" }, { value: "n.value" }], ...shown })).toEqual(
      [],
    );
  });
  it("a graph without an output", () => {
    expect(problems({ a: ["value"] })).toEqual(["graph_no_output"]);
    expect(problems({})).toEqual(["graph_no_output"]);
  });
  it("everything at once", () => {
    expect(
      problems({
        a: ["valeu"],
        b: ["value", { value: "x" }],
        c: ["add", {}, { b: "zz.value", bogus: "b.value" }],
        s: ["show-vector", {}, { vector: "b.value" }],
      }).sort(),
    ).toEqual([
      "edge_dangling c.b",
      "input_missing c.a",
      "kind_mismatch s.vector",
      "node_type_unknown a",
      "param_kind b.value",
      "port_unknown c.bogus",
    ]);
  });
});

describe("cycles", () => {
  const ring = (n: number) =>
    Object.fromEntries(
      Array.from({ length: n }, (_, i) => [`n${i}`, ["add", {}, { a: `n${(i + n - 1) % n}.sum` }] as const]),
    );
  it("of one, two and 500 nodes are named as a path", () => {
    expect(message({ n0: ["add", {}, { a: "n0.sum" }], ...shown, a: ["value"] })).toMatch(/n0 → n0;/);
    expect(message({ ...ring(2), ...shown, a: ["value"] })).toMatch(/n0 → n1 → n0;|n1 → n0 → n1;/);
    expect(message({ ...ring(500), ...shown, a: ["value"] })).toMatch(/… \(500 nodes\)/);
  });
  it("are reported by the shortest, in the direction of the edges", () => {
    const found = message({
      ...ring(6),
      n3: ["add", {}, { a: "n2.sum", b: "n5.sum" }],
      s: ["show", {}, { value: "n0.sum" }],
    });
    expect(found).toMatch(/n3 → n4 → n5 → n3|n4 → n5 → n3 → n4|n5 → n3 → n4 → n5/);
  });
  it("do not hide other problems", () => {
    expect(problems({ ...ring(3), a: ["value", { value: "x" }], ...shown }).sort()).toEqual([
      "graph_cycle n0",
      "param_kind a.value",
    ]);
  });
});

describe("switched-off nodes", () => {
  it("mute: what needs them does not run, and says so", () => {
    const found = problems({
      a: ["value", {}, {}, { off: "mute" }],
      b: ["add", {}, { a: "a.value" }],
      s: ["show", {}, { value: "b.sum" }],
      v: ["value"],
      t: ["show", {}, { value: "v.value" }],
    });
    expect(found).toEqual(["muted b.a", "muted s.value"]);
  });
  it("bypass: the edge is checked against what it leads back to", () => {
    const bypassed = (off: object) =>
      problems({
        a: ["value"],
        v: ["spread", {}, { value: "a.value" }],
        x: ["scale", {}, { vector: "v.vector" }, off],
        s: ["show-vector", {}, { vector: "x.vector" }],
      });
    expect(bypassed({ off: "bypass" })).toEqual([]);
    expect(
      problems({
        a: ["value"],
        v: ["spread", {}, { value: "a.value" }, { off: "bypass" }],
        s: ["show-vector", {}, { vector: "v.vector" }],
      }),
    ).toEqual(["muted s.vector", "graph_no_output"]);
  });
});

describe("parts", () => {
  const twice = {
    title: "Twice",
    inputs: { x: "inner.a" },
    outputs: { y: "inner.sum" },
    nodes: { inner: { type: "add", params: { bias: 1 } } },
  };
  it("are checked where they are used", () => {
    const parts = { twice };
    const good = {
      a: ["value"],
      p: ["part:twice", {}, { x: "a.value" }],
      s: ["show", {}, { value: "p.y" }],
    } as const;
    expect(problems(good, { parts })).toEqual([]);
    expect(problems({ p: ["part:twice"], s: ["show", {}, { value: "p.y" }] }, { parts })).toEqual([
      "input_missing p/inner.a",
    ]);
    expect(problems({ ...good, s: ["show", {}, { value: "p.z" }] }, { parts })).toEqual([
      "edge_dangling s.value",
    ]);
    expect(problems({ ...good, p: ["part:twice", {}, { x: "a.value", q: "a.value" }] }, { parts })).toEqual([
      "port_unknown p.q",
    ]);
    expect(problems({ a: ["part:twin"], ...shown }, { parts })).toContain("node_type_unknown a");
  });
  it("that contain themselves are refused", () => {
    const parts = {
      one: { ...twice, outputs: {}, inputs: {}, nodes: { i: { type: "part:two" } } },
      two: { ...twice, outputs: {}, inputs: {}, nodes: { i: { type: "part:one" } } },
    };
    expect(problems({ p: ["part:one"], a: ["value"], ...shown }, { parts })).toEqual(["part_cycle p/i/i"]);
  });
  it.each([[{ v: { type: "value" } }], [{}]])(
    "that unfold to billions of nodes or of uses are refused",
    (innermost) => {
      const level = (i: number) => ({
        title: "",
        inputs: {},
        outputs: {},
        nodes: i === 0 ? innermost : { a: { type: `part:p${i - 1}` }, b: { type: `part:p${i - 1}` } },
      });
      const parts = Object.fromEntries(Array.from({ length: 31 }, (_, i) => [`p${i}`, level(i)]));
      expect(problems({ p: ["part:p30"], a: ["value"], ...shown }, { parts })).toContain("graph_too_large");
    },
  );
});

it("a chain of 100,000 nodes is checked, also when it is a cycle", { timeout: 240_000 }, () => {
  const nodes: Parameters<typeof graphOf>[0] = { n0: ["value"] };
  for (let i = 1; i < 100_000; i++)
    nodes[`n${i}`] = ["add", {}, { a: `n${i - 1}.${i === 1 ? "value" : "sum"}` }];
  nodes.s = ["show", {}, { value: "n99999.sum" }];
  expect(problems(nodes)).toEqual([]);
  nodes.n1 = ["add", {}, { a: "n99999.sum" }];
  expect(problems(nodes)).toEqual([expect.stringMatching(/^graph_cycle/)]);
});
