import { makePart, setParam } from "@unclip/graph";
import { beforeEach, describe, expect, it } from "vitest";
import { edit, editHere, goInside, openDocument, undo, useDoc } from "../document/doc-store.ts";
import { nodeTypeOf } from "../document/port-kinds.ts";
import { graph, vocabulary } from "../document/sample.fixture.ts";
import { idleNode, type NodeRun } from "../run/run-state.ts";
import { innerEnd, insideAlong, runTargets } from "./inside.ts";
import { runOf } from "./part-run.ts";

const made = makePart(graph, ["prior", "decode"], "Draw").graph;

beforeEach(() => {
  openDocument(graph);
  edit((now) => makePart(now, ["prior", "decode"], "Draw"));
});

describe("inside a part", () => {
  it("edits go to the part, are undone from there, and the way out stays", () => {
    goInside([{ use: "draw", part: "draw" }]);
    expect(Object.keys(useDoc.getState().here.nodes)).toEqual(["prior", "decode"]);
    editHere((here) => setParam(here, "prior", "steps", 3));
    const { graph: document, here, path } = useDoc.getState();
    expect(document.parts?.draw?.nodes.prior?.params?.steps).toBe(3);
    expect(here.nodes.prior?.params?.steps).toBe(3);
    expect(path).toBe("draw/");
    undo();
    expect(useDoc.getState().here.nodes.prior?.params?.steps).toBeUndefined();
    expect(useDoc.getState().inside).toHaveLength(1);
  });

  it("leaves a part that an undo took away", () => {
    goInside([{ use: "draw", part: "draw" }]);
    undo();
    const { inside, here, graph: document } = useDoc.getState();
    expect(inside).toEqual([]);
    expect(here).toBe(document);
  });

  it("shows the same graph while edits elsewhere leave the part as it is", () => {
    goInside([{ use: "draw", part: "draw" }]);
    const before = useDoc.getState().here;
    edit((now) => setParam(now, "caption", "text", "a star"));
    expect(useDoc.getState().here).toBe(before);
  });
});

describe("paths into parts", () => {
  it("lead as far as there are parts", () => {
    expect(insideAlong(made, "draw/")).toEqual([{ use: "draw", part: "draw" }]);
    expect(insideAlong(made, "draw/prior/")).toHaveLength(1);
    expect(insideAlong(made, "caption/")).toEqual([]);
  });

  it("end at the node that makes an output", () => {
    expect(innerEnd(made, { node: "draw", port: "image" })).toEqual({ node: "draw/decode", port: "image" });
    expect(innerEnd(made, { node: "caption", port: "text" })).toEqual({ node: "caption", port: "text" });
    expect(runTargets(made, ["caption", "draw"])).toEqual(["caption", "draw/decode"]);
    const silent = { ...made, parts: { draw: { ...made.parts!.draw!, outputs: {} } } };
    expect(runTargets(silent, ["draw"])).toEqual(["draw"]);
  });
});

describe("a use of a part", () => {
  it("is described with the ports it declares; a declared param is a param with its inner value", () => {
    const part = made.parts!.draw!;
    const declared = {
      ...part,
      inputs: { ...part.inputs, steps: "prior.steps" },
      nodes: { ...part.nodes, prior: { ...part.nodes.prior!, params: { steps: 7 } } },
    };
    const type = nodeTypeOf({ ...made, parts: { draw: declared } }, vocabulary, "part:draw");
    expect(Object.keys(type?.inputs ?? {})).toEqual(["text"]);
    expect(type?.params.steps).toMatchObject({ param: "integer", default: 7 });
    expect(type?.outputs.image?.kind).toBe("image");
  });

  it("keeps its description, so that its card is not drawn again", () => {
    expect(nodeTypeOf(made, vocabulary, "part:draw")).toBe(nodeTypeOf(made, vocabulary, "part:draw"));
  });

  it("that holds itself is described all the same", () => {
    const part = {
      ...made.parts!.draw!,
      outputs: { image: "again.image" },
      nodes: { again: { type: "part:draw" } },
    };
    expect(nodeTypeOf({ ...made, parts: { draw: part } }, vocabulary, "part:draw")?.outputs.image?.kind).toBe(
      "unknown",
    );
  });

  it("shows its inner nodes taken together", () => {
    const image = { kind: "image", items: [{ text: "64×64" }] };
    const done: NodeRun = { ...idleNode, status: "done", milliseconds: 20 };
    const running = {
      "draw/prior": done,
      "draw/decode": { ...idleNode, status: "running", step: 3, of: 25 } as NodeRun,
    };
    expect(runOf(running, made, "", "draw")).toMatchObject({ status: "running", step: 3, of: 25 });
    const ended = { "draw/prior": done, "draw/decode": { ...done, outputs: { image } } };
    expect(runOf(ended, made, "", "draw")).toMatchObject({
      status: "done",
      milliseconds: 40,
      outputs: { image },
    });
    expect(runOf({}, made, "", "draw")).toBe(idleNode);
  });
});
