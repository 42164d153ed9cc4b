import { tensor } from "@unclip/tensor";
import { expect, it } from "vitest";
import { addNoise } from "./add-noise.ts";
import { CLEAN, cosineSchedule } from "./schedule.ts";

const schedule = cosineSchedule(1000, "f32");

it.each([
  [0, 0.99997938, 0.00642698],
  [50, 0.99585372, 0.09096884],
  [700, 0.44929823, 0.89338183],
])("mixes signal and noise at level %i (unclip.md §6.25)", (level, signal, noise) => {
  const mixed = addNoise(schedule, tensor([1, 0]), level, tensor([0, 1]));
  expect(mixed.data[0]).toBeCloseTo(signal, 6);
  expect(mixed.data[1]).toBeCloseTo(noise, 6);
});

it("leaves a sample clean at the clean level", () => {
  expect(addNoise(schedule, tensor([3]), CLEAN, tensor([1]))).toEqual(tensor([3]));
});
