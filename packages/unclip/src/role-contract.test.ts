import type { Session } from "@unclip/host";
import { expect, test } from "vitest";
import { checkContract } from "./role-contract.ts";

const named = (name: string) => ({ name, type: "float32", shape: [] });
const session = { inputs: ["x", "t"].map(named), outputs: ["y", "extra"].map(named) } as unknown as Session;

test("a network has the inputs that its role names, and may have outputs to spare", () => {
  expect(() =>
    checkContract("m", session, { in: { x: "x", t: "t", mask: undefined }, out: { y: "y" } }),
  ).not.toThrow();
});

test.each([
  [
    "an input that the network lacks",
    { x: "x", t: "t", z: "z" },
    { y: "y" },
    "found the inputs x, t, expected x, t, z",
  ],
  ["an input that nobody feeds", { x: "x" }, { y: "y" }, "found the inputs x, t, expected x"],
  [
    "an output that the network lacks",
    { x: "x", t: "t" },
    { y: "out" },
    "found the outputs y, extra, expected out",
  ],
])("refuses %s", (_, inputs, outputs, message) => {
  expect(() => checkContract("m", session, { in: inputs, out: outputs })).toThrow(
    expect.objectContaining({ code: "model_contract", message: expect.stringContaining(message) }),
  );
});
