import { emptyHistory, push, setTitle } from "@unclip/graph";
import { expect, it } from "vitest";
import { withinBudget } from "./autosave.ts";
import { graph } from "./sample.fixture.ts";

it("keeps the newest steps of the history that fit", () => {
  let history = emptyHistory();
  for (let i = 0; i < 20; i++)
    history = push(history, { ...setTitle(graph, `${i}`.repeat(100)), mergeKey: `${i}` }, i);
  const kept = withinBudget(history, 2000);
  expect(kept.past.length).toBeGreaterThan(0);
  expect(kept.past.length).toBeLessThan(20);
  expect(kept.past.at(-1)).toBe(history.past.at(-1));
  expect(withinBudget(history)).toBe(history);
});
