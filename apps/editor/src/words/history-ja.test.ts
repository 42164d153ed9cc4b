import {
  addNode,
  connect,
  editPart,
  type Graph,
  makePart,
  moveNodes,
  removeNodes,
  setAbout,
  setParam,
} from "@unclip/graph";
import { expect, it } from "vitest";
import { graph } from "../document/sample.fixture.ts";
import { historyLabelJa } from "./history-ja.ts";

const inPart = (g: Graph) =>
  editPart(makePart(g, ["prior"], "Draw").graph, "draw", (here) => setParam(here, "prior", "steps", 3));

it("says in Japanese what each edit did", () => {
  const edits = [
    setParam(graph, "prior", "steps", 3),
    addNode(graph, "other", { type: "text" }),
    moveNodes(graph, { prior: [1, 1], decode: [2, 2] }),
    removeNodes(graph, ["prior"]),
    connect(graph, "encode.embedding", "decode.embedding"),
    setAbout(graph, "words"),
    makePart(graph, ["prior"], "Draw"),
    inPart(graph),
  ];
  expect(edits.map(({ label }) => historyLabelJa(label))).toEqual([
    "prior の steps を変更",
    "other を追加",
    "2 個を移動",
    "prior を削除",
    "encode.embedding を decode.embedding に接続",
    "説明を変更",
    "部品 Draw を作成",
    "Draw 内: prior の steps を変更",
  ]);
  expect(historyLabelJa("整列")).toBe("整列");
});
