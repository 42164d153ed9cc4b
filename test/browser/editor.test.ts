/** What a person does in the first minutes, in a real Chromium, on the real default model. */
import { readFile } from "node:fs/promises";
import { check } from "@unclip/engine";
import { parseGraph } from "@unclip/graph";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { vocabulary } from "../machine.ts";
import { type Studio, startStudio } from "../studio.ts";

let studio: Studio;
beforeAll(async () => {
  studio = await startStudio();
});
afterAll(() => studio?.close());

const node = (page: Page, id: string) => page.getByRole("group", { name: `Node ${id}`, exact: true });
const picture = (page: Page, id: string) => node(page, id).getByRole("img").first();
const runButton = (page: Page) => page.getByRole("button", { name: /^Run( \d+ nodes?)?$/ });

/** Presses Run and waits until the run has ended; gives what the bar then says. */
async function run(page: Page): Promise<string> {
  await runButton(page).click();
  const status = page.getByRole("banner").getByText(/^Done: /);
  await status.waitFor({ timeout: 60_000 });
  return (await status.textContent()) ?? "";
}

describe("the editor", () => {
  test("opens on text-to-image, runs it, and shows progress, step previews and the pictures", async () => {
    const page = await studio.open();
    const previews = new Set<string>();
    page.on("request", (request) => request.url().includes("/assets/") && previews.add(request.url()));
    expect(await run(page)).toMatch(/7 computed, 0 cached/);
    for (const id of ["decode", "picture", "large"]) {
      await picture(page, id).waitFor();
      expect(
        await picture(page, id).evaluate((img: HTMLImageElement) => img.naturalWidth),
      ).toBeGreaterThanOrEqual(64);
    }
    // Steps of the decoder were shown while it ran: more pictures were asked for than there are results.
    expect(previews.size).toBeGreaterThan(3);
  });

  test("a second run computes nothing; a new caption computes only what depends on it; guidance only the decoder and after", async () => {
    const page = await studio.open();
    await run(page);
    expect(await runButton(page).textContent()).toMatch(/Run/);
    expect(await run(page)).toMatch(/0 computed, 7 cached/);
    await page.getByRole("textbox", { name: "Text of caption" }).fill("a yellow star");
    expect(await run(page)).toMatch(/7 computed, 0 cached/);
    const guidance = page.getByRole("spinbutton", { name: "Guidance of decode" });
    await guidance.dblclick();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("3.5");
    await page.keyboard.press("Enter");
    expect(await run(page)).toMatch(/4 computed, 3 cached/);
  });

  test("a node is added from the palette, deleted, and both are undone and redone", async () => {
    const page = await studio.open();
    const nodes = page.getByRole("group", { name: /^Node / });
    const before = await nodes.count();
    await page.getByRole("main").click({ position: { x: 600, y: 780 } });
    await page.keyboard.press("Space");
    await page.keyboard.type("simil");
    await page.keyboard.press("Enter");
    await node(page, "similarity").waitFor();
    expect(await nodes.count()).toBe(before + 1);
    await page.keyboard.press("ControlOrMeta+z");
    await node(page, "similarity").waitFor({ state: "detached" });
    await page.keyboard.press("ControlOrMeta+Shift+z");
    await node(page, "similarity").waitFor();
  });

  test("an edge is dragged from port to port, and a graph with a problem says so and does not run", async () => {
    const page = await studio.open();
    await node(page, "decode").waitFor();
    await node(page, "prior").click({ position: { x: 60, y: 12 } });
    await page.keyboard.press("Delete");
    await node(page, "prior").waitFor({ state: "detached" });
    await page.keyboard.press("ControlOrMeta+z");
    await node(page, "prior").waitFor();
    await node(page, "caption").click({ position: { x: 60, y: 12 } });
    await page.keyboard.press("Delete");
    await node(page, "caption").waitFor({ state: "detached" });
    await expect.poll(() => runButton(page).getAttribute("aria-disabled")).toBe("true");
    await page.getByRole("button", { name: "Problems" }).click();
    await page
      .getByText(/encode\.text/)
      .first()
      .waitFor();
  });

  test("the exported file is the graph, checks, and opens again", async () => {
    const page = await studio.open();
    await page.getByRole("textbox", { name: "Text of caption" }).fill("a green frog");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Export JSON" }).click(),
    ]);
    const graph = parseGraph(await readFile(await download.path(), "utf8"));
    expect(graph.nodes.caption?.params?.text).toBe("a green frog");
    expect(check(graph, vocabulary).filter((p) => p.severity === "error")).toEqual([]);
  });

  test("a reload loses nothing", async () => {
    const page = await studio.open();
    await page.getByRole("textbox", { name: "Text of caption" }).fill("a blue whale");
    await page.keyboard.press("Tab");
    await page.waitForTimeout(1500);
    await page.reload();
    await node(page, "caption").waitFor();
    expect(await page.getByRole("textbox", { name: "Text of caption" }).inputValue()).toBe("a blue whale");
  });

  test("nothing was written to the console as an error", () => {
    expect(studio.errors).toEqual([]);
  });
});
