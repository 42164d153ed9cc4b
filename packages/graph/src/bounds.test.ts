/** Documents with more faults than anyone reads: the work and the report are bounded. */
import { describe, expect, it } from "vitest";
import { duplicateNodes, GraphError, makePart, parseGraph, readGraph, unpackPart } from "./index.ts";
import { readDocument } from "./read-document.ts";

const many = <T>(count: number, make: (i: number) => [string, T]): Record<string, T> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => make(i)));
const minimal = { unclip: 1, title: "T", model: "emoji", nodes: {} };

function refused(run: () => unknown): GraphError {
  try {
    run();
  } catch (error) {
    if (error instanceof GraphError) return error;
    throw error;
  }
  throw new Error("the document was accepted");
}

describe("a document with thousands of faults", () => {
  it("of shape lists a hundred and says that there may be more", () => {
    const wrong = (count: number) => ({ ...minimal, nodes: many(count, (i) => [`n${i}`, i]) });
    const { problems, message } = refused(() => readGraph(wrong(2000)));
    expect(problems).toHaveLength(101);
    expect(problems[0]).toMatchObject({ code: "value_invalid", pointer: "/nodes/n0" });
    expect(problems[100]).toMatchObject({ code: "problems_omitted", pointer: "" });
    expect(message).toMatch(/\(and 100 more\)$/);
    expect(refused(() => readGraph(wrong(100))).problems).toHaveLength(100);
  });
  it("looks at no more entries than it lists problems of", () => {
    let looked = 0;
    const counted = () => ({
      get type() {
        looked++;
        return 1;
      },
    });
    const nodes = many(5000, (i) => [`n${i}`, counted()]);
    const found = readDocument({ ...minimal, nodes });
    expect("problems" in found && found.problems).toHaveLength(101);
    // zod and the sentence each read a value a few times
    expect(looked).toBeLessThan(102 * 20);
  });
  it("of equal keys counts those that it does not list", () => {
    const nodes = Array.from({ length: 5000 }, () => '"a":{"type":"t"}').join(",");
    const { problems } = refused(() =>
      parseGraph(`{"unclip":1,"title":"T","model":"emoji","nodes":{${nodes}}}`),
    );
    expect(problems).toHaveLength(101);
    expect(problems[100]).toMatchObject({ code: "problems_omitted", more: 4899 });
    expect(problems[100]?.message).toMatch(/^And 4899 more problems/);
  });
  it("does not repeat a long key a hundred times", () => {
    const key = "k".repeat(4000);
    const pairs = Array.from({ length: 90 }, () => `"${key}":0`).join(",");
    const { problems } = refused(() =>
      parseGraph(`{"unclip":1,"title":"T","model":"emoji","nodes":{${pairs}}}`),
    );
    expect(problems[0]?.message.length).toBeLessThan(200);
    const long = "k".repeat(300_000);
    for (const document of [
      { ...minimal, [long]: 1 },
      { ...minimal, unclip: [long.slice(0, 30_000)] },
      { ...minimal, nodes: { [long]: { type: "t" } } },
      { ...minimal, nodes: { a: { type: "t", params: { [long]: { x: 1 } } } } },
      { ...minimal, nodes: { a: { type: long } } },
      { ...minimal, nodes: { [long]: { type: "t", params: { x: 1e300 } } } },
    ])
      expect(JSON.stringify(refused(() => readGraph(document)).problems).length).toBeLessThan(2000);
  });
});

describe("a document is refused that has", () => {
  const note = { text: "", at: [0, 0] };
  it.each([
    [
      "a list of 10,001 items",
      { nodes: { a: { type: "t", params: { x: new Array(10_001).fill(1) } } } },
      "/nodes/a/params/x",
    ],
    ["10,001 properties in one object", { notes: many(10_001, (i) => [`n${i}`, note]) }, "/notes"],
    [
      "100,001 values",
      { nodes: many(20, (i) => [`n${i}`, { type: "t", params: { x: new Array(5_100).fill(1) } }]) },
      "",
    ],
  ])("%s", (_, document, pointer) => {
    const [problem] = refused(() => readGraph({ ...minimal, ...document })).problems;
    expect(problem).toMatchObject({ code: "graph_too_large", pointer });
  });
});

it("piece by piece the schema finds what it finds as a whole, in frames, notes and parts too", () => {
  const part = {
    title: "P",
    inputs: { x: 1 },
    outputs: {},
    nodes: { "A B": { type: "t" }, b: { off: "no" } },
  };
  const document = {
    ...minimal,
    frames: { f: { title: 1, at: [0], size: [1, 1] } },
    notes: { "n n": { text: "", at: [0, 0] } },
    parts: { p: part, q: 7, "R R": { ...part, nodes: {} } },
  };
  const found = refused(() => readGraph(document)).problems.map((p) => `${p.code} ${p.pointer}`);
  expect(found.sort()).toEqual([
    "edge_invalid /parts/R R/inputs/x",
    "edge_invalid /parts/p/inputs/x",
    "node_id_invalid /notes/n n",
    "node_id_invalid /parts/R R",
    "node_id_invalid /parts/p/nodes/A B",
    "property_missing /parts/p/nodes/b/type",
    "value_invalid /frames/f/at",
    "value_invalid /frames/f/title",
    "value_invalid /parts/p/nodes/b/off",
    "value_invalid /parts/q",
  ]);
  const good = {
    ...minimal,
    frames: { f: { title: "F", at: [0, 0], size: [1, 1] } },
    parts: { p: { title: "P", inputs: {}, outputs: {}, nodes: { b: { type: "t" } }, notes: { n: note } } },
  };
  expect(readGraph(good)).toEqual(good);
  expect(Object.keys(readGraph(good))).toEqual(Object.keys(good));
});
const note = { text: "a", at: [0, 0] };

describe("edits of a large document take work that grows with it", () => {
  /** How often a record of nodes is asked whether it has an id. */
  function asked(run: () => void): number {
    const { hasOwn } = Object;
    let count = 0;
    Object.hasOwn = (record, key) => {
      count++;
      return hasOwn(record, key);
    };
    try {
      run();
    } finally {
      Object.hasOwn = hasOwn;
    }
    return count;
  }
  it("copies of a thousand nodes of one stem, and a part of as many unpacked", () => {
    const nodes = many(900, (i) => [`n-${i + 2}`, { type: "t", at: [i, i] as const, params: { x: i } }]);
    const graph = readGraph({
      ...minimal,
      nodes: { ...nodes, use: { type: "part:p", params: many(900, (i) => [`in${i}`, i]) } },
      parts: { p: { title: "P", nodes, inputs: many(900, (i) => [`in${i}`, `n-${i + 2}.x`]), outputs: {} } },
    });
    let ids = new Set<string>();
    // once a candidate and record, not once a candidate before it as well
    expect(
      asked(() => {
        ids = new Set(duplicateNodes(graph, Object.keys(nodes)).ids.values());
      }),
    ).toBeLessThan(60_000);
    expect(ids.size).toBe(900);
    expect(
      asked(() => {
        ids = new Set(unpackPart(graph, "use").ids.values());
      }),
    ).toBeLessThan(60_000);
    expect(ids.size).toBe(900);
    const unpacked = unpackPart(graph, "use").graph.nodes;
    expect(Object.values(unpacked).filter(({ params }) => params?.x === 7)).toHaveLength(2);
  });
  it("a part of nodes whose ports are called the same", () => {
    const inner = many(1000, (i) => [
      `${"a".repeat(40)}${i}`,
      { type: "t", inputs: { [`${"p".repeat(40)}`]: "s.y" } },
    ]);
    const graph = readGraph({ ...minimal, nodes: { s: { type: "t" }, ...inner } });
    const { graph: made, part } = makePart(graph, Object.keys(inner), "Part");
    expect(Object.keys(made.parts?.[part]?.inputs ?? {})).toHaveLength(1000);
  });
});
