/** More than one run: live mode under a dragged value, the queue, the runs that were. */
import { expect, test } from "vitest";
import type { Studio } from "../studio.ts";
import { clickEmpty, command, node, run, runButton } from "./steps.ts";

export function queueing(studio: () => Studio): void {
  test("in live mode the picture is drawn again and again while a value is dragged", async () => {
    const page = await studio().open();
    await command(page, "Quick preview");
    await run(page);
    await clickEmpty(page);
    await page.keyboard.press("l");
    const drawn = await page.evaluateHandle(() => {
      const card = document.querySelector('[data-node="decode"]')!;
      const shown = () => card.querySelector<HTMLImageElement>('img[alt^="Result"]')?.src ?? "";
      const seen = new Set<string>();
      const before = shown();
      new MutationObserver(() => {
        const now = shown();
        if (now !== "" && now !== before) seen.add(now);
      }).observe(card, { subtree: true, childList: true, attributes: true });
      return seen;
    });
    const count = () => drawn.evaluate((seen) => seen.size);
    const box = (await page.getByRole("spinbutton", { name: "Guidance of decode" }).boundingBox())!;
    const [x, y] = [box.x + 10, box.y + 10];
    await page.mouse.move(x, y);
    await page.mouse.down();
    const began = performance.now();
    const seconds = () => (performance.now() - began) / 1000;
    // As long as a patient hand drags; less where the machine is quick.
    for (let i = 1; seconds() < 20 && (seconds() < 2 || (await count()) < 4); i++) {
      await page.mouse.move(x + 5 + (i % 90), y);
      await page.waitForTimeout(30);
    }
    const [pictures, took] = [await count(), seconds()];
    await page.mouse.up();
    console.log(
      `live mode: ${pictures} pictures in a drag of ${took.toFixed(1)} s, ${(pictures / took).toFixed(1)} a second`,
    );
    expect(pictures).toBeGreaterThanOrEqual(2);
    await clickEmpty(page);
    await page.keyboard.press("l");
    await studio().leave(page);
  });

  test("a second run waits, says so, and is cancelled while it waits; runs that were open again with their results", async () => {
    const page = await studio().open();
    await page.getByRole("textbox", { name: "Graph title" }).fill("The first");
    await run(page);
    const steps = page.getByRole("spinbutton", { name: "Steps of decode" });
    await steps.focus();
    await page.keyboard.press("End");
    await page.getByRole("textbox", { name: "Graph title" }).fill("The long one");
    await runButton(page).click();
    await page.getByRole("button", { name: "Cancel", exact: true }).waitFor();
    await page.getByRole("textbox", { name: "Graph title" }).fill("The one that waits");
    await page.getByRole("textbox", { name: "Text of caption" }).fill("a grey cloud");
    await page.keyboard.press("ControlOrMeta+Enter");
    const banner = page.getByRole("banner");
    await banner.getByText("Waiting, 1 ahead in the queue").waitFor();
    await banner.getByText("1 running, 1 waiting").waitFor();
    await clickEmpty(page);
    await page.keyboard.press("r");
    const runs = page.getByRole("region", { name: "Runs" });
    const record = (title: string) => runs.getByRole("listitem").filter({ hasText: title });
    await record("The one that waits")
      .getByText(/ · waiting/)
      .waitFor();
    await record("The long one")
      .getByText(/ · running/)
      .waitFor();
    await record("The one that waits")
      .getByRole("button", { name: /^Cancel/ })
      .click();
    await record("The one that waits")
      .getByText(/ · cancelled/)
      .waitFor();
    await banner.getByText("Cancelled").waitFor();
    // The other goes on, until it is cancelled too.
    await record("The long one")
      .getByText(/ · running/)
      .waitFor();
    await record("The long one")
      .getByRole("button", { name: /^Cancel/ })
      .click();
    await record("The long one")
      .getByText(/ · cancelled/)
      .waitFor({ timeout: 120_000 });
    await record("The first").getByRole("button").first().click();
    await expect
      .poll(() => page.getByRole("textbox", { name: "Graph title" }).inputValue())
      .toBe("The first");
    await node(page, "decode").getByRole("img", { name: "Result: decode" }).waitFor();
    expect(await runButton(page).textContent()).toBe("Run");
    await studio().leave(page);
  });
}
