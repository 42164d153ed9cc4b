import { addNode, disconnect } from "@unclip/graph";
import { expect, it } from "vitest";
import { edit, openDocument, undo } from "../document/doc-store.ts";
import { graph } from "../document/sample.fixture.ts";
import { pruneSelection } from "./prune-selection.ts";
import { select, setView, useView } from "./view-store.ts";

it("what an undo took away is no longer selected, the rest is", () => {
  pruneSelection();
  openDocument(graph);
  edit((now) => addNode(now, "other", { type: "text" }));
  select(["other", "prior"]);
  undo();
  expect([...useView.getState().selection]).toEqual(["prior"]);
});

it("an edge that was removed is no longer selected", () => {
  openDocument(graph);
  setView({ selectedEdges: new Set(["decode.embedding", "prior.text"]) });
  edit((now) => disconnect(now, "decode.embedding"));
  expect([...useView.getState().selectedEdges]).toEqual(["prior.text"]);
});
