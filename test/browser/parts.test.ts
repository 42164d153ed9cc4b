/** What stands before the first run, parts, and the graph as a form, in a real Chromium. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Studio, startStudio } from "../studio.ts";

let studio: Studio;
beforeAll(async () => {
  studio = await startStudio();
});
afterAll(() => studio?.close());

const node = (page: Page, id: string) => page.getByRole("group", { name: `Node ${id}`, exact: true });
const done = (page: Page) => page.getByRole("banner").getByText(/^Done: /);

test("a first visit shows pictures made in advance; Enter in the caption makes them here, and no card grows", async () => {
  const page = await studio.open();
  const heights = () =>
    page
      .locator("[data-node]")
      .evaluateAll((cards) => cards.map((card) => (card as HTMLElement).style.height));
  expect(await page.getByRole("img", { name: /made in advance/ }).count()).toBe(2);
  const before = await heights();
  await page.getByRole("textbox", { name: "Text of caption" }).press("Enter");
  await done(page).waitFor({ timeout: 60_000 });
  expect(await page.getByText("Made in advance").count()).toBe(0);
  expect(await heights()).toEqual(before);
});

test("a selection becomes a part, which runs, is entered, left and unpacked", async () => {
  const page = await studio.open();
  await node(page, "prior").click({ position: { x: 60, y: 12 } });
  await node(page, "decode").click({ position: { x: 60, y: 12 }, modifiers: ["Shift"] });
  await page.keyboard.press("Shift+P");
  await node(page, "part").waitFor();
  expect(await node(page, "decode").count()).toBe(0);
  await page.getByRole("button", { name: /^Run( \d+ nodes?)?$/ }).click();
  await done(page).waitFor({ timeout: 60_000 });
  await node(page, "part").getByRole("img", { name: "Result: part" }).waitFor();
  await page.getByRole("button", { name: "Edit inside part" }).click();
  await node(page, "decode").waitFor();
  await page.getByRole("navigation", { name: "Where in the graph this is" }).getByRole("button").click();
  await node(page, "part").click({ position: { x: 60, y: 12 } });
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("unpack");
  await page.keyboard.press("Enter");
  await node(page, "decode").waitFor();
  expect(await node(page, "part").count()).toBe(0);
});

test("the graph as a form asks for its caption and shows what it makes", async () => {
  const page = await studio.open();
  await page.getByRole("button", { name: "App view" }).click();
  await page.getByRole("textbox", { name: "Text of caption" }).fill("a yellow star");
  await page.keyboard.press("Enter");
  await done(page).waitFor({ timeout: 60_000 });
  await page.getByRole("img", { name: "Result: picture" }).waitFor();
  await page.getByRole("button", { name: "Show the graph" }).click();
  await node(page, "caption").waitFor();
});

test("nothing was written to the console as an error", () => {
  expect(studio.errors).toEqual([]);
});
