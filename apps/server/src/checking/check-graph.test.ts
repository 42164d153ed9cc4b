import { describe as describeTypes } from "@unclip/engine";
import { readGraph } from "@unclip/graph";
import { kinds, nodeTypes } from "@unclip/nodes";
import { describe, expect, it } from "vitest";
import { assetsOf, refuseTargets } from "./check-graph.ts";

const vocabulary = describeTypes(nodeTypes, kinds);
const stored = "1".repeat(64);
const gone = "0".repeat(64);

/** `photo` is a part that declares its picture; `outer` holds a use of it that gives one. */
const graphOf = (used: object, inner: object = {}) =>
  readGraph({
    unclip: 1,
    title: "t",
    model: "m",
    nodes: { use: { type: "part:outer", params: used } },
    parts: {
      photo: {
        title: "Photo",
        inputs: { file: "image.asset" },
        outputs: {},
        nodes: {
          image: { type: "image", params: { asset: stored } },
          shown: { type: "preview", inputs: { value: "image.image" } },
        },
      },
      outer: {
        title: "Outer",
        inputs: { file: "in.file" },
        outputs: {},
        nodes: { in: { type: "part:photo", params: inner } },
      },
    },
  });

describe("a request to run a graph with parts", () => {
  it("names nodes inside of parts as targets, and uses of parts", () => {
    for (const target of ["use", "use/in", "use/in/shown"])
      expect(() => refuseTargets(graphOf({}), vocabulary, [target])).not.toThrow();
    for (const target of ["shown", "use/shown", "us", ""])
      expect(() => refuseTargets(graphOf({}), vocabulary, [target])).toThrow(/not a node of the graph/);
  });

  it("names the pictures of parts, and points to the literals", () => {
    const named = (used: object, inner: object = {}) => assetsOf(graphOf(used, inner), vocabulary);
    expect(named({})).toEqual([
      { id: stored, node: "use/in/image", port: "asset", pointer: "/parts/photo/nodes/image/params/asset" },
    ]);
    expect(named({ file: gone })).toMatchObject([{ id: gone, pointer: "/nodes/use/params/file" }]);
    expect(named({}, { file: gone })).toMatchObject([
      { id: gone, pointer: "/parts/outer/nodes/in/params/file" },
    ]);
    expect(named({ file: stored }, { file: gone })).toMatchObject([{ id: stored }]);
  });
});
