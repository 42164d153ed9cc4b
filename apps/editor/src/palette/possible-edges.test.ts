import { expect, it } from "vitest";
import { graph, vocabulary } from "../document/sample.fixture.ts";
import { possibleEdges } from "./possible-edges.ts";

const texts = (node: string) =>
  possibleEdges(graph, vocabulary, node).map(({ source, target }) => `${source} → ${target}`);

it("offers edges out of a node and into it, and none that is there already", () => {
  expect(texts("encode")).toEqual(["encode.embedding → decode.embedding"]);
  expect(texts("decode")).toEqual(["encode.embedding → decode.embedding"]);
});

it("offers nothing for a node that is not there", () => {
  expect(texts("gone")).toEqual([]);
});
