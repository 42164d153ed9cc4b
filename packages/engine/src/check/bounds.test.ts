/** Small graphs that ask for much: the work and the report are bounded, and the verdict stays right. */
import { describe, expect, it } from "vitest";
import { check, countProblems, PlanError, plan, resolvedGraph } from "../index.ts";
import { graphOf, vocabulary } from "../testing/arithmetic.ts";
import { shortestCycle } from "./cycle.ts";
import { alternatives, nearest } from "./nearest.ts";

type Nodes = Parameters<typeof graphOf>[0];
const many = <T>(count: number, make: (i: number) => [string, T]): Record<string, T> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => make(i)));
const part = (nodes: object) => ({ title: "", inputs: {}, outputs: {}, nodes });
const good = { a: ["value"], s: ["show", {}, { value: "a.value" }] } as const;
const codes = (nodes: Nodes, more: object = {}) => check(graphOf(nodes, more), vocabulary).map((p) => p.code);

describe("the report of a graph with many problems", () => {
  const wrong = (count: number) => ({
    ...good,
    ...many(count, (i): [string, Nodes[string]] => [`n${i}`, ["valeu"]]),
  });
  it("lists a hundred and counts the others", () => {
    const found = check(graphOf(wrong(2000)), vocabulary);
    expect(found).toHaveLength(101);
    expect(found.at(-1)).toMatchObject({ code: "problems_omitted", severity: "error", more: 1900 });
    expect(found.at(-1)?.message).toBe(
      "and 1900 more problems that are not listed. Correct the listed ones first.",
    );
    expect(countProblems(found)).toBe(2000);
    expect(check(graphOf(wrong(100)), vocabulary).map((p) => p.code)).not.toContain("problems_omitted");
  });
  it("stays short however long its names are", () => {
    const inputs = many(9000, (i): [string, string] => [`${"x".repeat(50)}${i}`, "n.text"]);
    const parts = { p: { ...part({ n: { type: "word" } }), inputs } };
    const uses = many(200, (i): [string, Nodes[string]] => [`u${i}`, ["part:p", { q: 1 }]]);
    const spaces = many(200, (i): [string, Nodes[string]] => [
      `v${i}`,
      ["value", { value: "y".repeat(30_000) }],
    ]);
    for (const nodes of [uses, spaces])
      expect(JSON.stringify(check(graphOf(nodes, { parts }), vocabulary)).length).toBeLessThan(200_000);
  });
  it("does not let remarks take the place of errors", () => {
    const muted = many(300, (i): [string, Nodes[string]] => [`s${i}`, ["show", {}, { value: "off.value" }]]);
    const found = check(
      graphOf({ off: ["value", {}, {}, { off: "mute" }], ...muted, ...good, z: ["value", { value: "x" }] }),
      vocabulary,
    );
    expect(found.filter((p) => p.severity === "error").map((p) => p.code)).toEqual(["param_kind"]);
    expect(found.at(-1)).toMatchObject({ severity: "remark", more: 200 });
  });
  it("keeps no run from being refused, or carried out, for what it does not list", () => {
    const nodes: Nodes = {
      ...wrong(500),
      bad: ["value", { value: "x" }],
      t: ["show", {}, { value: "bad.value" }],
    };
    const graph = graphOf(nodes);
    const options = { fingerprint: "f" };
    expect(check(graph, vocabulary).map((p) => p.code)).not.toContain("param_kind");
    expect(plan(graph, vocabulary, { ...options, targets: ["s"] }).nodes).toHaveLength(2);
    try {
      plan(graph, vocabulary, { ...options, targets: ["t"] });
      expect.unreachable();
    } catch (error) {
      expect((error as PlanError).problems.map((p) => p.code)).toEqual(["param_kind"]);
    }
    expect(() => plan(graph, vocabulary, options)).not.toThrow(/valeu/);
    expect(() => plan(graph, vocabulary, options)).toThrow(PlanError);
  });
});

describe("the search for near names", () => {
  it("ends when its effort is spent, with what it has found", () => {
    const effort = { left: 10_000 };
    let looked = 0;
    const names = function* () {
      for (; looked < 1e6; looked++) yield looked === 3 ? "picture" : `name-${looked}`;
    };
    expect(nearest("pictur", names(), effort)).toEqual(["picture"]);
    expect(looked).toBeLessThan(10_000 / 16 + 1);
    expect(nearest("pictur", ["picture"], effort)).toEqual([]);
  });
  it("finds what it found before its bounds", () => {
    expect(nearest("valeu", ["value", "valve", "other"])).toEqual(["valve", "value"].sort());
    expect(nearest("encode", ["clip-text-encode", "decode", "encoder"])).toEqual([
      "clip-text-encode",
      "encoder",
      "decode",
    ]);
    expect(nearest("kitten", ["sitting"])).toEqual([]);
    expect(nearest("kittens", ["sitting"])).toEqual([]);
    expect(nearest("kitten-it", ["sitting-it"])).toEqual(["sitting-it"]);
  });
  it("takes names of the same part alone", () => {
    const parts = {
      p: part({ abc: { type: "value" }, s: { type: "show", inputs: { value: "abd.value" } } }),
    };
    const [problem] = check(graphOf({ abe: ["value"], u: ["part:p"] }, { parts }), vocabulary);
    expect(problem).toMatchObject({ node: "u/s", expected: '"u/abc"' });
  });
  it("lists twenty of many names", () => {
    const names = Array.from({ length: 5000 }, (_, i) => `n${i}`);
    expect(alternatives(names)).toMatch(/^"n0", .*"n19" or one of 4980 more$/);
    expect(alternatives(["a", "b", "c"])).toBe('"a", "b" or "c"');
  });
});

describe("parts that unfold to too much are refused:", () => {
  const within = (depth: number, inner: object, wide = 1, name = "u") =>
    many(depth, (i): [string, object] => [
      `p${i}`,
      part(
        i === depth - 1
          ? inner
          : many(wide, (k): [string, object] => [`${name}${k}`, { type: `part:p${i + 1}` }]),
      ),
    ]);
  const value = { type: "value" };
  it.each([
    [
      "nodes",
      within(
        3,
        many(100, (i) => [`n${i}`, value]),
        12,
      ),
    ],
    ["edges and params", within(2, { n: { ...value, params: many(2000, (i) => [`x${i}`, 1]) } }, 60)],
    [
      "characters",
      within(
        25,
        many(3000, (i) => [`n${i}`, value]),
        1,
        "u".repeat(62),
      ),
    ],
    ["deep", within(40, { n: value })],
  ])("%s", (what, parts) => {
    const [problem] = check(graphOf({ u: ["part:p0"], ...good }, { parts }), vocabulary);
    expect(problem).toMatchObject({ code: "graph_too_large", found: expect.stringContaining(what) });
    expect(resolvedGraph(graphOf({ u: ["part:p0"] }, { parts }), vocabulary).nodes).toEqual([]);
  });
  it("and as many as are allowed are checked; nodes outside parts do not count", () => {
    const parts = within(
      2,
      many(99, (i) => [`n${i}`, value]),
      10,
    );
    const uses = many(9, (i): [string, Nodes[string]] => [`u${i}`, ["part:p0"]]);
    const own = many(20_000, (i): [string, Nodes[string]] => [`n${i}`, ["value"]]);
    expect(codes({ ...uses, ...own, ...good }, { parts })).toEqual([]);
  });
});

describe("the search for the shortest cycle", () => {
  /** Two rings of n, with a path of n nodes from the first to the second: of the path no node is on a cycle. */
  const rings = (n: number): number[][] =>
    Array.from({ length: 3 * n }, (_, i) => {
      if (i < n) return [i === 0 ? 2 * n : i - 1];
      const ring = [i % n === 0 ? i + n - 1 : i - 1];
      return i === 2 * n ? ring : i === n ? [...ring, n - 1] : ring;
    });
  it("spends no step on what lies on no cycle", () => {
    const steps = { left: 1e9 };
    const found = shortestCycle(rings(1000), steps);
    expect(found).toHaveLength(1001);
    // a search from each node of the two rings, and none from the path between them
    expect(1e9 - steps.left).toBeLessThanOrEqual(2 * 1000 * 1001);
  });
  it("ends when its steps are spent, with a cycle", () => {
    const steps = { left: 5000 };
    const found = shortestCycle(rings(10_000), steps);
    expect(found).toHaveLength(10_001);
    expect(steps.left).toBeGreaterThan(-20_000);
  });
  it("finds a node that feeds itself, and none where there is none", () => {
    expect(shortestCycle([[], [0, 1], [1]])).toEqual([1, 1]);
    expect(shortestCycle([[], [0], [1]])).toBeUndefined();
  });
});

it("targets named many times, and uses of parts as targets, are found in one walk", () => {
  const parts = { p: part({ a: { type: "value" }, s: { type: "show", inputs: { value: "a.value" } } }) };
  const uses = many(1500, (i): [string, Nodes[string]] => [`u${i}`, ["part:p"]]);
  const targets = [...Object.keys(uses), ...Array.from({ length: 50_000 }, () => "u0")];
  const planned = plan(graphOf(uses, { parts }), vocabulary, { fingerprint: "f", targets });
  expect(planned.nodes).toHaveLength(3000);
  expect(planned.targets).toHaveLength(3000);
});
