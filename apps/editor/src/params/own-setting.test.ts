import { expect, it } from "vitest";
import { settingOf } from "./own-setting.ts";

const settings = { decoder: { steps: 25, sampler: "ddpm", clip: { kind: "none" } } };

it.each([
  ["decoder.steps", 25],
  ["decoder.sampler", "ddpm"],
  ["decoder.clip", undefined],
  ["decoder.toString", undefined],
  ["prior.steps", undefined],
  [undefined, undefined],
])("%s is %s", (path, value) => {
  expect(settingOf(settings, path)).toBe(value);
  expect(settingOf(undefined, path)).toBeUndefined();
});
