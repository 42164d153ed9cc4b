import { moveNodes, setParam } from "@unclip/graph";
import { describe, expect, it } from "vitest";
import { graph, vocabulary } from "../document/sample.fixture.ts";
import { createEdgeMapper, createNodeMapper, type Surroundings } from "./flow-adapter.ts";
import { gutter, headerHeight } from "./node-layout.ts";

const around: Surroundings = {
  vocabulary,
  path: "",
  selection: new Set(),
  collapsed: new Set(),
  drag: undefined,
  feet: {},
  alerted: new Set(),
  label: (is, id) => `${is} ${id}`,
};

describe("nodes", () => {
  it("keep their identity unless something about them changed", () => {
    const map = createNodeMapper();
    const before = map(graph, around);
    expect(map(graph, { ...around, selection: new Set() })).toBe(before);
    const after = map(setParam(graph, "prior", "steps", 3).graph, around);
    const changed = after.filter((node, i) => node !== before[i]).map(({ id }) => id);
    expect(changed).toEqual(["prior"]);
  });

  it("change with selection, drag and what they show", () => {
    const changedBy = (more: Partial<Surroundings>) => {
      const map = createNodeMapper();
      const before = map(graph, around);
      return map(graph, { ...around, ...more })
        .filter((node, i) => node !== before[i])
        .map(({ id }) => id);
    };
    expect(changedBy({ selection: new Set(["decode"]) })).toEqual(["decode"]);
    expect(changedBy({ drag: { caption: [5, 5] } })).toEqual(["caption"]);
    expect(changedBy({ feet: { prior: { is: "plot", count: 1 } } })).toEqual(["prior"]);
    expect(changedBy({ alerted: new Set(["prior"]) })).toEqual(["prior"]);
  });

  it("stand where they are dragged to at every step, and where they were when a drag is given up", () => {
    const map = createNodeMapper();
    const before = map(graph, around);
    const at = (drag: Surroundings["drag"]) => {
      const nodes = map(graph, { ...around, drag });
      return ["caption", "prior"].map((id) => nodes.find((node) => node.id === id)?.position.x);
    };
    expect(at({ caption: [8, 0] })).toEqual([8 - gutter, 560 - gutter]);
    expect(at({ caption: [16, 0], prior: [0, 0] })).toEqual([16 - gutter, -gutter]);
    expect(at({ prior: [24, 0] })).toEqual([-gutter, 24 - gutter]);
    expect(map(graph, around).map(({ position }) => position)).toEqual(before.map((node) => node.position));
  });

  it("keep room for pictures before the first run, so that no card grows when they come", () => {
    const heights = (feet: Surroundings["feet"]) =>
      createNodeMapper()(graph, { ...around, feet }).map(({ height }) => height);
    expect(heights({ decode: { is: "pictures", count: 9 }, picture: { is: "text", count: 1 } })).toEqual(
      heights({}),
    );
  });

  it("have their size and every port before anything is drawn", () => {
    const prior = createNodeMapper()(graph, around).find(({ id }) => id === "prior")!;
    expect(prior.measured).toEqual({ width: prior.width, height: prior.height });
    expect(prior.handles?.map(({ id, type }) => `${type} ${id}`)).toEqual([
      "target text",
      "source embedding",
      "target steps",
      "target seed",
    ]);
    expect(prior.position).toEqual({ x: 560 - gutter, y: -gutter });
  });

  it("keep ports that edges name and the type does not have", () => {
    const broken = {
      ...graph,
      nodes: { ...graph.nodes, odd: { type: "gone", inputs: { x: "prior.nothing" } } },
    };
    const nodes = createNodeMapper()(broken, around);
    const ports = (id: string) => nodes.find((node) => node.id === id)?.handles?.map((handle) => handle.id);
    expect(ports("odd")).toEqual(["x"]);
    expect(ports("prior")).toContain("nothing");
  });

  it("gather all ports at the header when collapsed", () => {
    const prior = createNodeMapper()(graph, { ...around, collapsed: new Set(["prior"]) }).find(
      ({ id }) => id === "prior",
    )!;
    expect(prior.height).toBe(headerHeight + 2 * gutter);
    expect(new Set(prior.handles?.map(({ y }) => y)).size).toBe(1);
  });

  it("include frames behind and notes", () => {
    const more = {
      ...graph,
      frames: { f: { title: "F", at: [0, 0] as const, size: [100, 100] as const } },
      notes: { n: { text: "hi", at: [0, 0] as const } },
    };
    const nodes = createNodeMapper()(more, around);
    expect(nodes.slice(0, 2).map(({ id, type }) => [id, type])).toEqual([
      ["frame:f", "frame"],
      ["note:n", "note"],
    ]);
    expect(nodes[0]?.zIndex).toBe(-1);
  });
});

describe("edges", () => {
  it("are named by their target and carry their kind and remark", () => {
    const substituted = {
      ...graph,
      nodes: { ...graph.nodes, decode: { type: "decode", inputs: { embedding: "encode.embedding" } } },
    };
    const edges = createEdgeMapper()(substituted, vocabulary, new Set());
    expect(edges.find(({ id }) => id === "decode.embedding")).toMatchObject({
      source: "encode",
      sourceHandle: "embedding",
      data: { kind: "embedding.text", remark: "as in Figure 8", broken: false },
    });
  });

  it("keep their identity while nodes move", () => {
    const map = createEdgeMapper();
    const before = map(graph, vocabulary, new Set());
    const moved = moveNodes(graph, { prior: [600, 80] }).graph;
    expect(map(moved, vocabulary, new Set())).toBe(before);
  });

  it("are drawn broken where kinds do not fit", () => {
    const wrong = {
      ...graph,
      nodes: { ...graph.nodes, decode: { type: "decode", inputs: { embedding: "caption.text" } } },
    };
    const edge = createEdgeMapper()(wrong, vocabulary, new Set()).find(({ id }) => id === "decode.embedding");
    expect(edge?.data?.broken).toBe(true);
  });
});
