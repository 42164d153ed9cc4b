/** Running: forecasts, progress, the cache, live mode, cancelling, errors. */
import { expect, test } from "vitest";
import type { Studio } from "../studio.ts";
import { choose, clickEmpty, ended, lastStep, node, run, runButton } from "./steps.ts";

export function running(studio: () => Studio): void {
  test("opens on text-to-image with pictures made in advance; Enter in the caption makes them here, and no card grows", async () => {
    const page = await studio().open();
    const heights = () =>
      page
        .locator("[data-node]")
        .evaluateAll((cards) => cards.map((card) => (card as HTMLElement).style.height));
    expect(await page.getByRole("img", { name: /made in advance/ }).count()).toBe(2);
    const before = await heights();
    const previews = await page.evaluateHandle(() => {
      const seen = new Set<string>();
      new MutationObserver(() => {
        for (const img of document.querySelectorAll<HTMLImageElement>(
          '[data-node="decode"] img[data-predicted]',
        ))
          seen.add(img.src);
      }).observe(document.body, { subtree: true, childList: true, attributes: true });
      return seen;
    });
    await page.getByRole("textbox", { name: "Text of caption" }).press("Enter");
    expect(await ended(page)).toMatch(/7 computed, 0 cached/);
    expect(await page.getByText("Made in advance").count()).toBe(0);
    expect(await heights()).toEqual(before);
    for (const id of ["decode", "picture", "large"]) {
      const picture = node(page, id).getByRole("img").first();
      await picture.waitFor();
      expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThanOrEqual(64);
    }
    // Steps of the decoder were shown while it ran.
    expect(await previews.evaluate((seen) => seen.size)).toBeGreaterThan(0);
    await studio().leave(page);
  });

  test("the bar says what a run will compute; a second run computes nothing, guidance only the decoder and after", async () => {
    const page = await studio().open();
    expect(await runButton(page).textContent()).toBe("Run 7 nodes");
    await run(page);
    expect(await runButton(page).textContent()).toBe("Run");
    expect(await run(page)).toMatch(/0 computed, 7 cached/);
    const guidance = page.getByRole("spinbutton", { name: "Guidance of decode" });
    await guidance.dblclick();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("3.5");
    await page.keyboard.press("Enter");
    const wait = { timeout: 120_000 };
    await expect.poll(() => runButton(page).textContent(), wait).toBe("Run 4 nodes");
    // What they show is of before, and stays until the next run replaces it.
    expect(
      await node(page, "decode")
        .getByTitle(/Changed since/)
        .count(),
    ).toBe(1);
    expect(await node(page, "decode").getByRole("img", { name: "Result: decode" }).count()).toBe(1);
    await choose(page, "decode");
    await page.keyboard.press("ControlOrMeta+Shift+Enter");
    await expect.poll(() => runButton(page).textContent(), wait).toBe("Run 3 nodes");
    expect(await run(page)).toMatch(/3 computed, 4 cached/);
    await studio().leave(page);
  });

  test("in live mode an edit runs by itself; a run is cancelled with Escape", async () => {
    const page = await studio().open();
    await run(page);
    await clickEmpty(page);
    await page.keyboard.press("l");
    const steps = page.getByRole("spinbutton", { name: "Steps of decode" });
    await steps.focus();
    await page.keyboard.press("ArrowUp");
    await expect
      .poll(
        () =>
          page
            .getByRole("banner")
            .getByText(/^Done: 4 computed, 3 cached/)
            .count(),
        { timeout: 120_000 },
      )
      .toBe(1);
    expect(await lastStep(page)).toBe("Set steps of decode");
    await clickEmpty(page);
    await page.keyboard.press("l");
    await steps.focus();
    await page.keyboard.press("End");
    await runButton(page).click();
    await page.getByRole("button", { name: "Cancel" }).waitFor();
    await clickEmpty(page);
    await page.keyboard.press("Escape");
    await page.getByRole("banner").getByText("Cancelled").waitFor({ timeout: 120_000 });
    expect(await node(page, "decode").getByRole("img", { name: "Result: decode" }).count()).toBe(1);
    await studio().leave(page);
  });

  test("a graph with a problem says so, in place and in the list, and does not run; a failed node says why and what to do", async () => {
    const page = await studio().open();
    await choose(page, "caption");
    await page.keyboard.press("Delete");
    await expect.poll(() => runButton(page).getAttribute("aria-disabled")).toBe("true");
    await page.getByRole("button", { name: "Problems" }).click();
    await page
      .getByText(/encode\.text/)
      .first()
      .waitFor();
    await clickEmpty(page);
    await page.keyboard.press("ControlOrMeta+z");
    await page.keyboard.press("Space");
    await page.keyboard.type("concept");
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Label of concept" }).fill("no such concept");
    await page.keyboard.press("Tab");
    await choose(page, "concept");
    await page.keyboard.press("ControlOrMeta+Shift+Enter");
    await page.getByRole("button", { name: "Error of concept" }).click({ timeout: 120_000 });
    const told = page.getByRole("complementary", { name: "Inspector" }).getByRole("alert");
    expect(await told.textContent()).toMatch(/no such concept/);
    await studio().leave(page);
  });
}
