/** What a person would notice broken, in a real Chromium on the real default model: one server and one browser for all. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Studio, startStudio } from "../studio.ts";
import { appearance } from "./appearance.ts";
import { arranging } from "./arranging.ts";
import { care } from "./care.ts";
import { looking } from "./looking.ts";
import { making } from "./making.ts";
import { queueing } from "./queueing.ts";
import { running } from "./running.ts";
import { sharing } from "./sharing.ts";

let studio: Studio;
beforeAll(async () => {
  studio = await startStudio();
});
afterAll(() => studio?.close());

describe("running", () => running(() => studio));
describe("queueing", () => queueing(() => studio));
describe("making graphs", () => making(() => studio));
describe("arranging", () => arranging(() => studio));
describe("looking", () => looking(() => studio));
describe("appearance", () => appearance(() => studio));
describe("sharing", () => sharing(() => studio));
describe("care", () => care(() => studio));

test("nothing was written to the console as an error", () => {
  // The browser itself tells of a server that is away, and of a cancel that came when the run had just ended.
  const itself = /ERR_FAILED|WebSocket connection|409 \(Conflict\) \S+\/runs\/\w+$/;
  expect(studio.errors.filter((text) => !itself.test(text))).toEqual([]);
});
