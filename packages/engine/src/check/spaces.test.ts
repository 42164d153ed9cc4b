import { describe as about, expect, it } from "vitest";
import {
  check,
  describe,
  input,
  type Kind,
  nodeDefiner,
  nodeTypes,
  output,
  PlanError,
  plan,
  text,
} from "../index.ts";
import { graphOf } from "../testing/arithmetic.ts";

const summarize = async () => ({ text: "" });
const mark: Kind<string> = { name: "mark", title: "mark", space: "model", accepts: { sign: "" }, summarize };
const sign: Kind<string> = { name: "sign", title: "sign", space: "any", accepts: { mark: "" }, summarize };
const anything: Kind<unknown> = {
  name: "anything",
  title: "anything",
  accepts: { mark: "", sign: "", text: "" },
  summarize,
};
const words = { version: 1, title: "T", about: "A.", group: "g", params: {} };
const define = nodeDefiner<null>();
const never = async () => {
  throw new Error("nothing runs in these tests");
};
const marked = output(mark, "Out", "o");
const vocabulary = describe(
  nodeTypes([
    define.each({ ...words, type: "make", inputs: {}, outputs: { out: marked }, execute: never }),
    define.each({
      ...words,
      type: "file",
      inputs: {},
      outputs: { out: output(sign, "Out", "o", { space: { param: "space" } }) },
      params: { space: text({ title: "Space", about: "", default: "" }) },
      execute: never,
    }),
    define.each({
      ...words,
      type: "mix",
      inputs: { a: input(sign, "A", "a"), b: input(sign, "B", "b") },
      outputs: { out: output(sign, "Out", "o", "a") },
      execute: never,
    }),
    define.each({
      ...words,
      type: "choose",
      inputs: { a: input(anything, "A", "a"), b: input(anything, "B", "b") },
      outputs: { a: output(anything, "A", "a", "a"), b: output(anything, "B", "b", "b") },
      execute: never,
    }),
    define.all({
      ...words,
      type: "join",
      inputs: { a: input(anything, "A", "a"), b: input(anything, "B", "b", { like: "a" }) },
      outputs: { out: output(anything, "Out", "o", "a") },
      execute: never,
    }),
    define.each({
      ...words,
      type: "judge",
      inputs: {},
      outputs: { out: output(mark, "Out", "o", { space: { name: "judge" } }) },
      execute: never,
    }),
    define.each({
      ...words,
      type: "use",
      sink: true,
      inputs: { in: input(mark, "In", "i") },
      outputs: { out: marked },
      execute: never,
    }),
    define.each({
      ...words,
      type: "look",
      sink: true,
      inputs: { in: input(mark, "In", "i", "any"), with: input(sign, "With", "w") },
      outputs: { out: marked },
      execute: never,
    }),
    define.each({
      ...words,
      type: "name",
      inputs: {},
      outputs: { text: output({ name: "text", title: "text", summarize }, "Text", "t") },
      execute: never,
    }),
  ]),
  [mark, sign, anything],
);

type Nodes = Parameters<typeof graphOf>[0];
const spaceOf = (model: string) => (model === "none" ? "ours" : undefined);
const problems = (nodes: Nodes, options: Parameters<typeof check>[2] = { spaceOf }, more = {}) =>
  check(graphOf(nodes, more), vocabulary, options);
const places = (...args: Parameters<typeof problems>) =>
  problems(...args)
    .filter((p) => p.severity === "error")
    .map((p) => `${p.code} ${p.node}.${p.port}`);
const theirs = { x: ["file", { space: "theirs" }], m: ["make"] } as const;

about("spaces", () => {
  it("of a graph whose values are all the model's are one", () => {
    expect(
      places({
        m: ["make"],
        n: ["file"],
        x: ["mix", {}, { a: "m.out", b: "n.out" }],
        u: ["use", {}, { in: "x.out" }],
      }),
    ).toEqual([]);
  });
  it("are both named where a port takes the model's alone", () => {
    const found = problems({ ...theirs, u: ["use", {}, { in: "x.out" }] });
    expect(found.map((p) => p.message)).toEqual([
      'u.in: a value of the space "theirs" from x.out; expected "ours", the space of the graph\'s model. Make both with the same model.',
    ]);
  });
  it("are kept apart where an input takes what is like another, whatever its kind", () => {
    const joined = (b: string): Nodes => ({
      ...theirs,
      n: ["name"],
      j: ["join", {}, { a: "m.out", b }],
      u: ["use", {}, { in: "j.out" }],
    });
    expect(places(joined("m.out"))).toEqual([]);
    expect(places(joined("x.out"))).toEqual(["space_mismatch j.b"]);
    expect(problems(joined("n.text")).map((p) => p.message)).toEqual([
      'j.b: text from n.text; expected mark, as what enters "a". Connect values of one kind.',
    ]);
  });
  it("that a node type names are known without a param", () => {
    const graph = { j: ["judge"], k: ["judge"], m: ["make"] } as const;
    const look = (a: string, b: string) => ["look", {}, { in: a, with: b }] as const;
    expect(places({ ...graph, l: look("j.out", "k.out") })).toEqual([]);
    expect(places({ ...graph, l: look("j.out", "m.out") })).toEqual(["space_mismatch l.with"]);
    expect(places({ ...graph, u: ["use", {}, { in: "j.out" }] })).toEqual(["space_mismatch u.in"]);
  });
  it("may not meet at a node", () => {
    const found = problems({
      ...theirs,
      mix: ["mix", {}, { a: "m.out", b: "x.out" }],
      u: ["use", {}, { in: "mix.out" }],
    });
    expect(found.map((p) => p.message)).toEqual([
      'mix.b: a value of the space "theirs" from x.out; expected "ours", the space of what enters "a". Make both with the same model.',
    ]);
  });
  it("travel through nodes, and through kinds that live in none", () => {
    expect(
      places({
        ...theirs,
        y: ["mix", {}, { a: "x.out", b: "x.out" }],
        c: ["choose", {}, { a: "m.out", b: "y.out" }],
        u: ["use", {}, { in: "c.a" }],
        v: ["use", {}, { in: "c.b" }],
      }),
    ).toEqual(["space_mismatch v.in"]);
  });
  it("other than the model's may be worked with, as long as they stay apart", () => {
    const graph = {
      ...theirs,
      y: ["mix", {}, { a: "x.out", b: "x.out" }],
      l: ["look", {}, { in: "x.out", with: "y.out" }],
    } as const;
    expect(places(graph)).toEqual([]);
    expect(places({ ...graph, l: ["look", {}, { in: "m.out", with: "y.out" }] })).toEqual([
      "space_mismatch l.with",
    ]);
    expect(places({ ...graph, u: ["use", {}, { in: "l.out" }] })).toEqual(["space_mismatch u.in"]);
  });
  it("are not guessed at where a name is not known", () => {
    const graph = { ...theirs, u: ["use", {}, { in: "x.out" }] } as const;
    expect(places(graph, {})).toEqual([]);
    expect(places(graph, { spaceOf: () => "theirs" })).toEqual([]);
    const wired = { ...graph, n: ["name"], x: ["file", {}, { space: "n.text" }] } as const;
    expect(places(wired)).toEqual([]);
    const two = {
      ...theirs,
      z: ["file", { space: "third" }],
      mix: ["mix", {}, { a: "x.out", b: "z.out" }],
    } as const;
    expect(places({ ...two, l: ["look", {}, { in: "mix.out", with: "m.out" }] }, {})).toEqual([
      "space_mismatch mix.b",
    ]);
  });
  it("are looked at behind bypassed nodes and inside parts", () => {
    const through = {
      ...theirs,
      y: ["mix", {}, { a: "x.out", b: "m.out" }, { off: "bypass" }],
      u: ["use", {}, { in: "y.out" }],
    } as const;
    expect(places(through)).toEqual(["space_mismatch u.in"]);
    const parts = {
      p: {
        title: "P",
        inputs: { in: "u.in" },
        outputs: {},
        nodes: { u: { type: "use" } },
      },
    };
    expect(places({ ...theirs, p: ["part:p", {}, { in: "x.out" }] }, { spaceOf }, { parts })).toEqual([
      "space_mismatch p/u.in",
    ]);
  });
  it("are asked of a frozen graph anew when the model's space becomes known", () => {
    const graph = graphOf({ ...theirs, u: ["use", {}, { in: "x.out" }] });
    expect(check(graph, vocabulary)).toEqual([]);
    expect(check(graph, vocabulary, { spaceOf })).toHaveLength(1);
  });
  it("that meet keep a graph from being planned, where they are needed", () => {
    const graph = graphOf({ ...theirs, u: ["use", {}, { in: "x.out" }], v: ["use", {}, { in: "m.out" }] });
    expect(() => plan(graph, vocabulary, { fingerprint: "", spaceOf })).toThrow(PlanError);
    expect(plan(graph, vocabulary, { fingerprint: "", spaceOf, targets: ["v"] }).nodes).toHaveLength(2);
  });
});
