import { describe, expect, it } from "vitest";
import {
  emptyHistory,
  type Graph,
  moveNodes,
  push,
  redo,
  redoLabel,
  removeNodes,
  setParam,
  setTitle,
  undo,
  undoLabel,
} from "./index.ts";

const start: Graph = {
  unclip: 1,
  title: "T",
  model: "m",
  nodes: { a: { type: "t", at: [0, 0] }, b: { type: "t", inputs: { x: "a.y" } } },
};

/** Sets `steps` to each value, `every` milliseconds apart. */
function drag(values: readonly number[], every: number) {
  let graph = start;
  let history = emptyHistory();
  for (const [i, value] of values.entries()) {
    const change = setParam(graph, "a", "steps", value);
    graph = change.graph;
    history = push(history, change, i * every);
  }
  return { graph, history };
}

describe("history", () => {
  it("undoes and redoes to the same documents", () => {
    const first = setTitle(start, "Two");
    const second = removeNodes(first.graph, ["a"]);
    const history = push(push(emptyHistory(), first, 0), second, 1000);
    const back = undo(history, second.graph);
    expect(back?.graph).toEqual(first.graph);
    const start2 = back && undo(back.history, back.graph);
    expect(start2?.graph).toEqual(start);
    expect(start2 && undo(start2.history, start2.graph)).toBeUndefined();
    const forth = start2 && redo(start2.history, start2.graph);
    expect(forth?.graph).toEqual(first.graph);
    expect(forth && redoLabel(forth.history)).toBe("Remove a");
    expect(forth && undoLabel(forth.history)).toBe("Change the title");
    expect(forth && redo(forth.history, forth.graph)?.graph).toEqual(second.graph);
  });
  it("merges a gesture within 500 ms, and holds it in as little as its last value", () => {
    const { graph, history } = drag(
      Array.from({ length: 1000 }, (_, i) => i + 1),
      100,
    );
    expect(history.past).toHaveLength(1);
    expect(history.past[0]?.patches.length).toBeLessThan(4);
    const back = undo(history, graph);
    expect(back?.graph).toEqual(start);
    expect(back && redo(back.history, back.graph)?.graph).toEqual(graph);
  });
  it("merges moves of many nodes, undone at once", () => {
    let graph = start;
    let history = emptyHistory();
    for (let i = 1; i <= 50; i++) {
      const change = moveNodes(graph, { a: [i, i], b: [i, -i] });
      graph = change.graph;
      history = push(history, change, i);
    }
    expect(undo(history, graph)?.graph).toEqual(start);
    expect(history.past[0]?.patches.length).toBeLessThan(10);
  });
  it("does not merge what is 501 ms apart, or of another place", () => {
    expect(drag([1, 2, 3], 501).history.past).toHaveLength(3);
    const a = setParam(start, "a", "x", 1);
    const b = setParam(a.graph, "a", "y", 1);
    expect(push(push(emptyHistory(), a, 0), b, 1).past).toHaveLength(2);
  });
  it("does not merge into a step that was undone to", () => {
    const { graph, history } = drag([1, 2], 501);
    const back = undo(history, graph);
    const change = back && setParam(back.graph, "a", "steps", 9);
    const next = back && change && push(back.history, change, 502);
    expect(next?.past).toHaveLength(2);
    expect(next?.future).toEqual([]);
    expect(next && change && undo(next, change.graph)?.graph).toEqual(back?.graph);
  });
  it("passes over changes that did nothing, and keeps no more steps than its cap", () => {
    expect(push(emptyHistory(), setTitle(start, "T"), 0).past).toEqual([]);
    let history = emptyHistory(3);
    for (let i = 0; i < 10; i++) history = push(history, setTitle(start, `${i}`), i * 1000);
    expect(history.past.map((s) => s.at)).toEqual([7000, 8000, 9000]);
  });
});
