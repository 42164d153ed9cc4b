import { expect, it } from "vitest";
import { graph } from "../document/sample.fixture.ts";
import { tidy } from "./tidy.ts";

const size = () => [240, 100] as const;

it("lays a chain out from left to right without overlap", () => {
  const places = tidy(graph, Object.keys(graph.nodes), size);
  const xs = ["caption", "encode", "prior", "decode", "picture"].map((id) => places[id]![0]);
  for (let i = 1; i < xs.length; i++) expect(xs[i]! - xs[i - 1]!).toBeGreaterThanOrEqual(240);
});

it("stacks what stands side by side, and starts where the nodes stood", () => {
  const forked = {
    ...graph,
    nodes: {
      ...graph.nodes,
      second: { type: "show", inputs: { image: "decode.image" }, at: [0, 500] as const },
    },
  };
  const places = tidy(forked, Object.keys(forked.nodes), size);
  expect(places.second![0]).toBe(places.picture![0]);
  expect(Math.abs(places.second![1] - places.picture![1])).toBeGreaterThanOrEqual(100);
  expect(Math.min(...Object.values(places).map(([x]) => x))).toBe(0);
});

it("places nodes of a cycle too", () => {
  const nodes = {
    a: { type: "slerp", inputs: { a: "b.result" } },
    b: { type: "slerp", inputs: { a: "a.result" } },
  };
  expect(Object.keys(tidy({ ...graph, nodes }, ["a", "b"], size)).sort()).toEqual(["a", "b"]);
});
