/** Graphs near to good ones: example graphs, changed at random places in ways that programs and people get wrong. */

/** Numbers in [0, 1) from a seed (mulberry32), so that a case can be made again. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

// biome-ignore lint/suspicious/noExplicitAny: a document that is about to be wrong
type Json = any;
type Random = () => number;
type Mutation = (graph: Json, random: Random) => void;

const below = (random: Random, count: number) => Math.floor(random() * count);
const oneOf = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)] as T;
const keyOf = (random: Random, record: unknown): string => oneOf(random, Object.keys(record ?? {})) ?? "none";
/** Mostly few, and at times as many as a document may have. */
const count = (random: Random) => Math.ceil(2 ** (random() * 11));
const odd: readonly Json[] = [
  0,
  -1,
  1e308,
  2 ** 53,
  null,
  true,
  "",
  "a",
  "x".repeat(40_000),
  [],
  {},
  [[[[[]]]]],
  "a.b",
  "__proto__",
  "💥\ud800",
];

const sizeOf = (value: Json) => (JSON.stringify(value) ?? "").length;

/** The nodes of the graph, or of one of its parts. */
const somewhere = (graph: Json, random: Random): Json => {
  const records = [graph.nodes, ...Object.values(graph.parts ?? {}).map((part: Json) => part?.nodes)];
  return (
    oneOf(
      random,
      records.filter((nodes) => typeof nodes === "object" && nodes !== null),
    ) ?? {}
  );
};

const mutations: readonly Mutation[] = [
  function copyNodes(graph, random) {
    const nodes = somewhere(graph, random);
    const id = keyOf(random, nodes);
    const room = 1 + 1_000_000 / sizeOf(nodes[id]);
    for (let i = Math.floor(Math.min(room, count(random))); i > 0; i--)
      nodes[`${id}-${i}`] = structuredClone(nodes[id]);
  },
  function makePart(graph, random) {
    const name = `part${below(random, 9)}`;
    graph.parts = {
      ...graph.parts,
      [name]: { title: name, inputs: {}, outputs: {}, nodes: structuredClone(somewhere(graph, random)) },
    };
  },
  function usePart(graph, random) {
    const [nodes, type] = [somewhere(graph, random), `part:${keyOf(random, graph.parts)}`];
    for (let i = count(random) / 8; i > 0; i--) nodes[`use${Math.ceil(i)}`] = { type };
  },
  function declarePorts(graph, random) {
    const part = graph.parts?.[keyOf(random, graph.parts)];
    if (typeof part !== "object" || part === null) return;
    const id = keyOf(random, part.nodes);
    for (let i = count(random); i > 0; i--) {
      part.inputs = { ...part.inputs, [`in${i % 500}`]: `${id}.text` };
      part.outputs = { ...part.outputs, [`out${i % 500}`]: `${id}.image` };
    }
  },
  function moveEdge(graph, random) {
    const nodes = somewhere(graph, random);
    const node = nodes[keyOf(random, nodes)];
    if (node === undefined) return;
    const target = `${keyOf(random, nodes)}.${oneOf(random, ["text", "image", "embedding", "value", "out1"])}`;
    node.inputs = {
      ...node.inputs,
      [oneOf(random, [keyOf(random, node.inputs), "text", "image", "nothing"])]: target,
    };
  },
  function breakEdges(graph, random) {
    const nodes = somewhere(graph, random);
    for (const node of Object.values<Json>(nodes))
      for (const port of Object.keys(node?.inputs ?? {})) if (random() < 0.5) node.inputs[port] += "x";
  },
  function manyPorts(graph, random) {
    const nodes = somewhere(graph, random);
    const node = nodes[keyOf(random, nodes)];
    if (node === undefined) return;
    const where = oneOf(random, ["params", "inputs"]);
    for (let i = count(random) * 4; i > 0; i--)
      node[where] = Object.assign(node[where] ?? {}, { [`p${i}`]: where === "params" ? i : `n${i}.text` });
  },
  function renameType(graph, random) {
    for (const node of Object.values<Json>(somewhere(graph, random)))
      if (node && random() < 0.3) node.type = `${node.type}${oneOf(random, ["x", "-", "e", "2"])}`;
  },
  function switchOff(graph, random) {
    for (const node of Object.values<Json>(somewhere(graph, random)))
      if (node && random() < 0.3) node.off = oneOf(random, ["mute", "bypass", "no"]);
  },
  function setOdd(graph, random) {
    let at = graph;
    for (let i = below(random, 6); i > 0; i--) {
      const inner = at[keyOf(random, at)];
      if (typeof inner === "object" && inner !== null) at = inner;
    }
    if (Object.keys(at).length > 0) at[keyOf(random, at)] = oneOf(random, odd);
  },
  function longList(graph, random) {
    const nodes = somewhere(graph, random);
    const node = nodes[keyOf(random, nodes)];
    const list = new Array(count(random) * 8).fill(
      oneOf(
        random,
        odd.filter((value) => sizeOf(value) < 20),
      ),
    );
    if (node) node.params = { ...node.params, [oneOf(random, ["lines", "labels", "text", "dims"])]: list };
  },
  function longNames(graph, random) {
    const nodes = somewhere(graph, random);
    for (const id of Object.keys(nodes).slice(0, 200)) {
      nodes[(id + "-".repeat(64)).slice(0, 60) + below(random, 1000)] = nodes[id];
      if (random() < 0.5) delete nodes[id];
    }
  },
];

/** A mutated text of a graph file; at times its bytes are wrong, and not its values. */
export function mutateGraph(text: string, random: Random): string {
  const graph = JSON.parse(text);
  for (let i = 1 + below(random, 5); i > 0; i--)
    try {
      oneOf(random, mutations)(graph, random);
    } catch (error) {
      // An earlier one put something odd where this one works.
      if (!(error instanceof TypeError)) throw error;
    }
  const mutated = JSON.stringify(graph);
  if (random() > 0.1) return mutated;
  const [a, b] = [below(random, mutated.length), below(random, mutated.length)];
  const slice = mutated.slice(Math.min(a, b), Math.max(a, b));
  return (
    mutated.slice(0, a) +
    slice.repeat(Math.min(50, Math.ceil(200_000 / (1 + slice.length)))) +
    mutated.slice(a)
  );
}
