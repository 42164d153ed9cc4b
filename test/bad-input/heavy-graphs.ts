/**
 * Small files that ask for much work: each is a request that parses, or nearly so, and that a naive walk would take
 * seconds, minutes or gigabytes for.
 */

type Nodes = Record<string, unknown>;
type Parts = Record<string, unknown>;

const file = (nodes: Nodes, parts?: Parts) =>
  JSON.stringify({ unclip: 1, title: "heavy", model: "tiny-latent", nodes, ...(parts && { parts }) });
const many = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const record = <T>(count: number, make: (i: number) => [string, T]): Record<string, T> =>
  Object.fromEntries(many(count, make));
/** 64 characters, different for each i. */
const long = (i: number, letter = "a") => `${letter.repeat(58)}${String(i).padStart(6, "0")}`;
const text = { type: "text" };
const preview = (from: string) => ({ type: "preview", inputs: { value: from } });
const part = (nodes: Nodes, inputs: object = {}, outputs: object = {}) => ({
  title: "p",
  inputs,
  outputs,
  nodes,
});
/** Parts p0 … each of which holds `wide` uses of the next; the last holds `inner`. */
const nested = (depth: number, wide: number, inner: Nodes): Parts =>
  record(depth, (i) => [
    `p${i}`,
    part(i === depth - 1 ? inner : record(wide, (k) => [`u${k}`, { type: `part:p${i + 1}` }])),
  ]);

/** By name, the text of a graph file. */
export const heavyGraphs: Readonly<Record<string, () => string>> = {
  "2,000 nodes with edges from names of 64 letters that do not exist": () =>
    file(record(2000, (i) => [long(i), { type: "preview", inputs: { value: `${long(i, "b")}.x` } }])),
  "50,000 edges from a node that does not exist": () =>
    file({ a: { type: "preview", inputs: record(50_000, (i) => [`p${i}`, "zz.x"]) }, b: text }),
  "parts that unfold to 10,000 dangling edges": () =>
    file(
      record(100, (i) => [`u${i}`, { type: "part:p" }]),
      { p: part(record(100, (i) => [`n${i}`, { type: "preview", inputs: { value: `m${i}q.x` } }])) },
    ),
  "parts that unfold to 200,000 dangling edges": () =>
    file(
      { a: { type: "part:p0" } },
      nested(
        5,
        8,
        record(50, (i) => [`n${i}`, preview(`m${i}q.x`)]),
      ),
    ),
  "parts that unfold to 216,000 nodes": () =>
    file(
      { ...record(60, (i) => [`u${i}`, { type: "part:p0" }]), a: preview("t.text"), t: text },
      nested(
        2,
        60,
        record(60, (i) => [`n${i}`, text]),
      ),
    ),
  "parts that unfold to 9,500 good nodes": () =>
    file(
      { ...record(19, (i) => [`u${i}`, { type: "part:p0" }]), a: preview("t.text"), t: text },
      nested(2, 5, {
        t: text,
        ...record(98, (i) => [`n${i}`, { type: "clip-text-encode", inputs: { text: "t.text" } }]),
      }),
    ),
  "parts that unfold to 9,500 nodes of unknown types": () =>
    file(
      record(19, (i) => [`u${i}`, { type: "part:p0" }]),
      nested(
        2,
        5,
        record(99, (i) => [`n${i}`, { type: "clip-text-encoder" }]),
      ),
    ),
  "parts that unfold to 9,500 nodes without their inputs": () =>
    file(
      record(19, (i) => [`u${i}`, { type: "part:p0" }]),
      nested(
        2,
        5,
        record(99, (i) => [`n${i}`, { type: "decode" }]),
      ),
    ),
  "2,000 nodes of unknown types": () => file(record(2000, (i) => [`n${i}`, { type: `clip-text-encod${i}` }])),
  "30 parts within parts with names of 64 letters": () =>
    file(
      { [long(0)]: { type: "part:p0" } },
      record(30, (i) => [
        `p${i}`,
        part(
          i === 29
            ? record(300, (k) => [long(k), preview(`${long(k, "b")}.x`)])
            : record(i < 6 ? 2 : 1, (k) => [long(k), { type: `part:p${i + 1}` }]),
        ),
      ]),
    ),
  "1,900 parts within parts": () => file({ a: { type: "part:p0" } }, nested(1900, 1, { t: text })),
  "a use that gives 20,000 inputs which its part does not declare": () =>
    file(
      { u: { type: "part:p", inputs: record(20_000, (i) => [`x${i}`, "t.text"]) }, t: text },
      {
        p: part(
          { t: text },
          record(10_000, (i) => [`y${i}`, "t.text"]),
        ),
      },
    ),
  "a node of a part with 10,000 params in 1,000 uses": () =>
    file(
      record(1000, (i) => [`u${i}`, { type: "part:p" }]),
      {
        p: part({ t: { type: "text", params: record(10_000, (i) => [`x${i}`, 1]) } }),
      },
    ),
  "edges through an output of 30 parts within parts": () =>
    file(
      {
        [long(0)]: { type: "part:p0" },
        ...record(1900, (i) => [`n${i}`, { type: "preview", inputs: { value: `${long(0)}.o` } }]),
      },
      record(30, (i) => [
        `p${i}`,
        i === 29
          ? part({ [long(1)]: text }, {}, { o: `${long(1)}.text` })
          : part({ [long(1)]: { type: `part:p${i + 1}` } }, {}, { o: `${long(1)}.o` }),
      ]),
    ),
  "a node with 100,000 params that it does not have": () =>
    file({ t: { type: "text", params: record(90_000, (i) => [`x${i}`, 1]) } }),
  "a text list of 200,000 entries": () =>
    file({ t: { type: "text-list", params: { lines: many(200_000, () => "a") } }, p: preview("t.text") }),
  "a text list of 400,000 numbers": () =>
    file({ t: { type: "text-list", params: { lines: many(400_000, () => 1) } }, p: preview("t.text") }),
  "two rings of 400 nodes with 400 nodes between": () =>
    file({
      ...record(400, (i) => [
        `m${i}`,
        { type: "pick", inputs: { value: i === 0 ? "r0.value" : `m${i - 1}.value` } },
      ]),
      ...record(800, (i) => [
        `r${i}`,
        {
          type: "pick",
          inputs: {
            value: `r${i % 400 === 0 ? i + 399 : i - 1}.value`,
            ...(i === 400 && { first: "m399.value" }),
          },
        },
      ]),
    }),
  "a ring of 2,000 bypassed nodes": () =>
    file(
      record(2000, (i) => [
        `n${i}`,
        { type: "pick", off: "bypass", inputs: { value: `n${(i + 1999) % 2000}.value` } },
      ]),
    ),
  "2,000 nodes that all feed each other": () =>
    file(
      record(2000, (i) => [
        `n${i}`,
        { type: "join", inputs: record(2, (k) => ["ab"[k]!, `n${(i * 7 + k * 131 + 1) % 2000}.value`]) },
      ]),
    ),
  "2,000 good nodes of half a megabyte": () =>
    file(
      record(2000, (i) => [
        `n${i}`,
        i % 2 === 0
          ? { type: "text", params: { text: "a red heart ".repeat(30) }, at: [i, i] }
          : { ...preview(`n${i - 1}.text`), bends: { value: many(20, (k) => [k, i]) }, at: [i, i] },
      ]),
    ),
  "a space that has a name of 32,000 letters": () =>
    file({
      e: { type: "embedding-file", params: { space: "s".repeat(32_000) } },
      ...record(500, (i) => [`d${i}`, { type: "decode", inputs: { embedding: "e.embedding" } }]),
    }),
  "90,000 entries of notes with ids that are none": () =>
    JSON.stringify({
      unclip: 1,
      title: "h",
      model: "tiny-latent",
      nodes: {},
      notes: record(90_000, (i) => [`N${i}`, 1]),
    }),
  "120,000 properties that the format does not have": () =>
    JSON.stringify({
      unclip: 1,
      title: "h",
      model: "tiny-latent",
      nodes: {},
      ...record(120_000, (i) => [`x${i}`, 1]),
    }),
  "1,900 nodes that are numbers, in an array and deep": () =>
    JSON.stringify({
      unclip: 1,
      title: "h",
      model: "tiny-latent",
      nodes: record(1900, (i) => [`n${i}`, [[[[[[i]]]]]]]),
    }),
  "100,000 equal keys": () =>
    `{"unclip":1,"title":"h","model":"tiny-latent","nodes":{${many(100_000, () => '"a":0').join(",")}}}`,
  "60,000 pairs of equal keys with names of 8 letters": () =>
    `{"unclip":1,"title":"h","model":"tiny-latent","nodes":{${many(60_000, (i) => `"k${i % 30_000}":0`).join(",")}}}`,
  "300,000 arrays in a param": () =>
    `{"unclip":1,"title":"h","model":"tiny-latent","nodes":{"a":{"type":"text","params":{"text":[${many(300_000, () => "[]").join(",")}]}}}}`,
  "200,000 points of an edge": () =>
    file({ a: { ...preview("t.text"), bends: { value: many(190_000, () => [1]) } }, t: text }),
  "100,000 params of the form": () =>
    JSON.stringify({
      unclip: 1,
      title: "h",
      model: "tiny-latent",
      nodes: { t: text, p: preview("t.text") },
      app: { params: many(150_000, () => "a"), outputs: [] },
    }),
  "20,000 frames": () =>
    JSON.stringify({
      unclip: 1,
      title: "h",
      model: "tiny-latent",
      nodes: { t: text, p: preview("t.text") },
      frames: record(15_000, (i) => [`f${i}`, { title: "", at: [0, 0], size: [1, 1] }]),
    }),
  "a key of 900,000 letters": () =>
    JSON.stringify({ unclip: 1, title: "h", model: "tiny-latent", nodes: {}, ["k".repeat(900_000)]: 1 }),
  "a node whose id has 900,000 letters": () => file({ ["n".repeat(900_000)]: 7 }),
  "900,000 levels": () => `${"[".repeat(450_000)}${"]".repeat(450_000)}`,
  "1,000,000 spaces and a brace": () => `${" ".repeat(990_000)}{`,
  "1,000,000 backslashes": () => `{"a":"${"\\".repeat(990_000)}`,
  "1,000,000 line breaks before a fault": () => `${"\n".repeat(990_000)}x`,
  "text as of another program, without an end": () => `${"Steps: 1, Sampler".repeat(50_000)}`,
};
