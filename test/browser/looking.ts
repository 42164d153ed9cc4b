/** Looking at results: the viewer, the map, the gallery. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Studio } from "../studio.ts";
import { choose, clickEmpty, ended, node, run } from "./steps.ts";

export function looking(studio: () => Studio): void {
  test("the viewer zooms, keeps the steps, compares two pictures, and saves one with the graph inside", async () => {
    const page = await studio().open();
    // Of its own, so that it is computed and the steps are seen.
    await page.getByRole("textbox", { name: "Text of caption" }).fill("a violet tulip");
    await run(page);
    await choose(page, "decode");
    await page.keyboard.press("v");
    const viewer = page.getByRole("region", { name: "Viewer" });
    await viewer.getByRole("button", { name: "Actual pixels" }).click();
    await viewer.getByText("100 %").waitFor();
    const steps = viewer.getByRole("slider", { name: "Step of the preview" });
    await steps.fill("0");
    await viewer.getByText(/^step \d+ of \d+$/).waitFor();
    await viewer.getByRole("img", { name: /^x̂₀ at step/ }).waitFor();
    await viewer.getByRole("button", { name: "Compare" }).click();
    await steps.fill("99");
    await viewer.getByRole("slider", { name: "Line between the two pictures" }).waitFor();
    await viewer.getByRole("button", { name: "Stop comparing" }).click();
    await viewer.getByRole("checkbox", { name: "with the graph" }).check();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      viewer.getByRole("button", { name: "Save picture" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.png$/);
    // An embedding is told of by what is near it.
    await choose(page, "prior");
    await viewer.getByRole("table", { name: "Nearest concepts, by cosine" }).waitFor();
    expect(await viewer.getByRole("row").count()).toBeGreaterThan(5);
    await page.close();
  });

  test("the mark on a map of embeddings is moved, and the decoder follows", async () => {
    const page = await studio().open();
    await openTemplate(page, "Concept map");
    await run(page);
    await choose(page, "map");
    await page.keyboard.press("v");
    const viewer = page.getByRole("region", { name: "Viewer" });
    await viewer.getByRole("button", { name: "Draw what lies at the mark" }).click();
    await viewer.getByRole("button", { name: "Run on change" }).click();
    const mark = viewer.getByRole("slider", { name: /^Mark of map/ });
    await mark.focus();
    await page.keyboard.press("ArrowRight");
    const picture = viewer.getByRole("img", { name: "Draw what lies at the mark" });
    await picture.waitFor({ timeout: 30_000 });
    await page
      .getByRole("banner")
      .getByText(/^Done: /)
      .waitFor({ timeout: 30_000 });
    const before = await picture.getAttribute("src");
    await mark.focus();
    for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowRight");
    await expect.poll(() => picture.getAttribute("src"), { timeout: 30_000 }).not.toBe(before);
    // The other views of the same run: a heat map with names at both sides, and a batch as a strip of pictures.
    await choose(page, "cosines");
    await viewer.getByRole("columnheader", { name: "ambulance" }).waitFor();
    expect(await viewer.getByRole("rowheader").count()).toBe(12);
    await choose(page, "pictures");
    await viewer.getByRole("button", { name: "3 of 12: lion" }).click();
    await viewer.getByRole("img", { name: "lion" }).waitFor();
    // On its card the picture above the strip is whole.
    const small = node(page, "pictures").getByRole("img", { name: "Result: pictures" });
    const cut = await small.evaluate(
      (img) => img.getBoundingClientRect().bottom - img.parentElement!.getBoundingClientRect().bottom,
    );
    expect(cut).toBeLessThan(1);
    await page.close();
  });

  test("the gallery says what made a picture, what differs between two, and opens the graph", async () => {
    const page = await studio().open();
    await run(page);
    await page.getByRole("textbox", { name: "Text of caption" }).fill("a yellow star");
    await page.keyboard.press("Enter");
    await expect
      .poll(() => page.getByRole("button", { name: "Cancel" }).count(), { timeout: 60_000 })
      .toBe(0);
    await ended(page);
    await clickEmpty(page);
    await page.keyboard.press("g");
    const gallery = page.getByRole("region", { name: "Gallery" });
    const pictures = gallery.getByRole("button", { name: /^Look at the picture of upsample/ });
    await expect.poll(() => pictures.count()).toBeGreaterThan(1);
    await pictures.first().click();
    const led = gallery.getByRole("list", { name: "Nodes that led to it" });
    await led.getByText("Text a yellow star").waitFor();
    await gallery.getByRole("button", { name: "Compare", exact: true }).click();
    await pictures.nth(1).click();
    const difference = gallery.getByRole("button", { name: "caption.text a yellow star → a red heart" });
    await difference.click();
    await expect.poll(() => node(page, "caption").getAttribute("class")).toMatch(/selected/);
    await gallery.getByRole("button", { name: "Open this graph" }).click();
    await expect
      .poll(() => page.getByRole("textbox", { name: "Text of caption" }).inputValue())
      .toBe("a red heart");
    await page.close();
  });
}

/** Opens a template from its panel, which is closed again. By buttons alone: a key would go to whatever has the focus then. */
async function openTemplate(page: Page, title: string): Promise<void> {
  const templates = page.getByRole("navigation").getByRole("button", { name: "Templates" });
  await templates.click();
  const panel = page.getByRole("region", { name: "Templates" });
  await panel.getByRole("button", { name: new RegExp(`^${title}`) }).click();
  const shown = page.getByRole("textbox", { name: "Graph title" });
  await expect.poll(() => shown.inputValue()).toBe(title);
  await templates.click();
  await panel.waitFor({ state: "detached" });
}
