import type { RunEvent } from "@unclip/engine";
import { describe, expect, it } from "vitest";
import { applyEvents, idleRun, openRun, renameInRun } from "./run-state.ts";
import { shownOf } from "./shown.ts";

const image = (id: string) => ({
  kind: "image",
  items: [{ text: "64×64", asset: { id, type: "image/png" } }],
});
const firstRun: RunEvent[] = [
  { seq: 0, event: "run-started", nodes: ["decode"] },
  { seq: 1, event: "node-started", node: "decode", items: 1, cached: 0 },
  { seq: 2, event: "node-progress", node: "decode", step: 1, of: 2, preview: { asset: "p1", item: 0 } },
  { seq: 3, event: "node-progress", node: "decode", step: 2, of: 2, preview: { asset: "p2", item: 0 } },
  {
    seq: 4,
    event: "node-finished",
    node: "decode",
    cached: false,
    milliseconds: 12,
    outputs: { image: image("final") },
  },
  { seq: 5, event: "run-finished", status: "done", computed: 1, cached: 0, milliseconds: 14 },
];
const done = applyEvents(openRun(idleRun, "first"), firstRun);

describe("run events", () => {
  it("end with the outputs, the time and every preview", () => {
    expect(done.phase).toBe("done");
    expect(done.nodes.decode).toMatchObject({ status: "done", milliseconds: 12, cached: false });
    expect(done.nodes.decode?.previews.map(({ asset }) => asset)).toEqual(["p1", "p2"]);
    expect(shownOf(done.nodes.decode)).toMatchObject({ is: "pictures", assets: ["final"] });
  });

  it("keep what a node remarked until it gives something else", () => {
    const finished = { ...firstRun[4]!, seq: 6, remarks: ["A word is new."] } as RunEvent;
    const remarked = applyEvents(done, [finished]);
    expect(remarked.nodes.decode?.remarks).toEqual(["A word is new."]);
    const again = applyEvents(openRun(remarked, "second"), firstRun);
    expect(again.nodes.decode?.remarks).toEqual([]);
  });

  it("shows the preview of the step under way", () => {
    const under = applyEvents(openRun(idleRun, "first"), firstRun.slice(0, 3));
    expect(shownOf(under.nodes.decode)).toMatchObject({ assets: ["p1"], predicted: { step: 1, of: 2 } });
  });

  it("keeps a picture while the next run has nothing to replace it with", () => {
    const started = applyEvents(openRun(done, "second"), firstRun.slice(0, 2));
    expect(started.nodes.decode?.status).toBe("running");
    expect(shownOf(started.nodes.decode)).toMatchObject({ is: "pictures", assets: ["final"] });
    const cancelled = applyEvents(started, [
      { seq: 2, event: "run-finished", status: "cancelled", computed: 0, cached: 0, milliseconds: 3 },
    ]);
    expect(cancelled.nodes.decode?.status).toBe("idle");
    expect(shownOf(cancelled.nodes.decode)).toMatchObject({ is: "pictures", assets: ["final"] });
  });

  it("puts previews in the places of the pictures that they will replace", () => {
    const two = {
      kind: "image",
      items: ["a", "b"].map((id) => ({ text: "", asset: { id, type: "image/png" } })),
    };
    const before = { ...done.nodes.decode!, status: "running" as const, outputs: { image: two } };
    const under = { ...before, previews: [{ step: 1, of: 2, asset: "p", item: 1 }] };
    expect(shownOf(under)).toMatchObject({
      is: "pictures",
      assets: ["a", "p"],
      predicted: { step: 1, of: 2 },
    });
  });

  it("ignores events that a resumed stream repeats", () => {
    const again = applyEvents(done, firstRun.slice(2));
    expect(again).toBe(done);
  });

  it("keeps an error until the node is planned again", () => {
    const failed = applyEvents(openRun(done, "third"), [
      { seq: 0, event: "run-started", nodes: ["decode", "show"] },
      {
        seq: 1,
        event: "node-failed",
        node: "decode",
        error: { code: "model_missing", message: "No model." },
      },
      { seq: 2, event: "node-skipped", node: "show", because: "decode" },
    ]);
    expect(failed.nodes.decode).toMatchObject({ status: "failed", error: { code: "model_missing" } });
    expect(failed.nodes.show).toMatchObject({ status: "skipped", because: "decode" });
    const next = applyEvents(openRun(failed, "fourth"), [
      { seq: 0, event: "run-started", nodes: ["decode"] },
    ]);
    expect(next.nodes.decode?.error).toBeUndefined();
  });

  it("follows a node to its new name", () => {
    const renamed = renameInRun(done, "decode", "draw");
    expect(renamed.nodes.decode).toBeUndefined();
    expect(renamed.nodes.draw).toBe(done.nodes.decode);
  });
});
