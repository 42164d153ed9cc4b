import { expect, test } from "vitest";
import { alertedNodes } from "./alerts.ts";

test("what an inner node says stands at the foot of the uses that it stands in too", () => {
  const alerted = alertedNodes(new Set(["decode"]), new Set(["draw/inner/encode"]), []);
  expect([...alerted].sort()).toEqual(["decode", "draw", "draw/inner", "draw/inner/encode"]);
});

test("a problem of a port is told at the port, one of the node at its foot", () => {
  const problem = { code: "x", severity: "error", message: "", found: "", expected: "", remedy: "" } as const;
  const problems = [
    { ...problem, node: "a", port: "text" },
    { ...problem, node: "b" },
  ];
  expect([...alertedNodes(new Set(), new Set(), problems)]).toEqual(["b"]);
});
