import { expect, it } from "vitest";
import { solverTimesteps } from "./solver-timesteps.ts";
import { timesteps } from "./timesteps.ts";

it("has the reference's levels, without level 0", () => {
  expect(solverTimesteps(1000, 5, "linspace")).toEqual([999, 799, 599, 400, 200]);
  expect(solverTimesteps(1000, 5, "leading")).toEqual([830, 664, 498, 332, 166]);
  expect(solverTimesteps(1000, 5, { kind: "leading", offset: 1 })).toEqual([831, 665, 499, 333, 167]);
  expect(solverTimesteps(1000, 5, "trailing")).toEqual([999, 799, 599, 399, 199]);
  expect(solverTimesteps(1000, 5, "sections")).toEqual([999, 799, 599, 400, 200]);
});

it("leaves spacings with a length of their own as they are", () => {
  for (const spacing of [
    "fast27",
    { kind: "list", timesteps: [900, 5, 0] },
    { kind: "sections", counts: [2, 1] },
  ] as const) {
    const n = spacing === "fast27" ? 27 : 3;
    expect(solverTimesteps(1000, n, spacing)).toEqual(timesteps(1000, n, spacing));
  }
});

it("has as many levels as it is asked for, up to all of the schedule", () => {
  for (const spacing of ["linspace", "leading", "trailing", "sections"] as const) {
    for (const n of [1, 2, 999, 1000]) expect(solverTimesteps(1000, n, spacing)).toHaveLength(n);
  }
  expect(solverTimesteps(1000, 1000, "linspace").at(-1)).toBe(0);
  expect(() => solverTimesteps(1000, 1001, "linspace")).toThrow(
    expect.objectContaining({ code: "timesteps" }),
  );
});
