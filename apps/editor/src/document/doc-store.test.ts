import { addNode, connect, setParam, setTitle } from "@unclip/graph";
import { beforeEach, describe, expect, it } from "vitest";
import { movedOnCanvas } from "../canvas/canvas-changes.ts";
import { compose } from "./compose.ts";
import { edit, openDocument, redo, undo, useDoc } from "./doc-store.ts";
import { graph } from "./sample.fixture.ts";

const steps = () => useDoc.getState().history.past.length;

beforeEach(() => openDocument(graph));

describe("editing", () => {
  it("undoes and redoes", () => {
    edit((now) => setTitle(now, "Other"));
    undo();
    expect(useDoc.getState().graph).toEqual(graph);
    redo();
    expect(useDoc.getState().graph.title).toBe("Other");
  });

  it("makes one step of a gesture, however long it takes", () => {
    const began = 1000;
    for (let value = 1; value <= 50; value++) edit((now) => setParam(now, "prior", "steps", value), began);
    expect(steps()).toBe(1);
    undo();
    expect(useDoc.getState().graph.nodes.prior?.params?.steps).toBeUndefined();
  });

  it("refuses an edit that makes no sense and changes nothing", () => {
    expect(edit((now) => addNode(now, "prior", { type: "prior" }))).toBeUndefined();
    expect(useDoc.getState().graph).toBe(graph);
    expect(steps()).toBe(0);
  });

  it("makes one step of several edits", () => {
    edit((now) =>
      compose(now, "Add and connect", [
        (g) => addNode(g, "second", { type: "decode" }),
        (g) => connect(g, "prior.embedding", "second.embedding"),
      ]),
    );
    expect(steps()).toBe(1);
    expect(useDoc.getState().graph.nodes.second?.inputs).toEqual({ embedding: "prior.embedding" });
    undo();
    expect(useDoc.getState().graph).toEqual(graph);
  });

  it("moves nodes and frames in one step", () => {
    openDocument({ ...graph, frames: { box: { title: "Box", at: [0, 0], size: [300, 300] } } });
    edit((now) => movedOnCanvas(now, { caption: [8, 8], "frame:box": [16, 16] }));
    const { nodes, frames } = useDoc.getState().graph;
    expect([nodes.caption?.at, frames?.box?.at]).toEqual([
      [8, 8],
      [16, 16],
    ]);
    expect(steps()).toBe(1);
  });

  it("does nothing for a move to where things stand", () => {
    edit((now) => movedOnCanvas(now, { caption: [0, 0] }));
    expect(steps()).toBe(0);
  });
});
