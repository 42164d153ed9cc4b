import { addNode } from "@unclip/graph";
import { expect, it } from "vitest";
import { graph, vocabulary } from "../document/sample.fixture.ts";
import { lineageOf } from "./lineage.ts";

it("tells the nodes that led to a picture, in order, with what was set", () => {
  const more = addNode(graph, "aside", { type: "text" }).graph;
  const led = lineageOf(more, vocabulary, "picture");
  expect(led.map(({ node }) => node)).toEqual(["caption", "encode", "prior", "decode", "picture"]);
  expect(led[0]?.params).toEqual([["Text", String(graph.nodes.caption?.params?.text)]]);
  expect(lineageOf(more, vocabulary, "aside").map(({ node }) => node)).toEqual(["aside"]);
});

it("knows nothing of a node that the graph does not have", () => {
  expect(lineageOf(graph, vocabulary, "gone")).toEqual([]);
});
