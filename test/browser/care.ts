/** Care: nothing lost, tabs that notice each other, names for everything, languages, and what a screen reader needs. */
import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Studio } from "../studio.ts";
import { choose, clickEmpty, command, lastStep, node, run } from "./steps.ts";

export function care(studio: () => Studio): void {
  test("a reload loses nothing, the history included", async () => {
    const page = await studio().open();
    const caption = page.getByRole("textbox", { name: "Text of caption" });
    await caption.fill("a blue whale");
    await page.keyboard.press("Tab");
    // What is typed is kept a moment later; the history with it.
    await page.waitForFunction(() => localStorage.getItem("unclip.document")?.includes("a blue whale"));
    await page.reload();
    await node(page, "caption").waitFor();
    expect(await caption.inputValue()).toBe("a blue whale");
    expect(await lastStep(page)).toBe("Set text of caption");
    await clickEmpty(page);
    await page.keyboard.press("ControlOrMeta+z");
    expect(await caption.inputValue()).toBe("a red heart");
    await studio().leave(page);
  });

  test("two tabs on one graph notice each other, and the person decides", async () => {
    const page = await studio().open();
    const other = await page.context().newPage();
    await other.goto(studio().address);
    await node(other, "caption").waitFor();
    await page.getByRole("textbox", { name: "Text of caption" }).fill("from the first tab");
    await other.getByText("This graph was changed in another tab.").waitFor();
    await other.getByRole("button", { name: "Load that version" }).click();
    await expect
      .poll(() => other.getByRole("textbox", { name: "Text of caption" }).inputValue())
      .toBe("from the first tab");
    await other.close();
    await studio().leave(page);
  });

  test("the outline names every node with what feeds it and goes there", async () => {
    const page = await studio().open();
    await clickEmpty(page);
    await page.keyboard.press("o");
    const outline = page.getByRole("region", { name: "Outline" });
    expect(await outline.getByRole("listitem").count()).toBe(7);
    await outline.getByRole("button", { name: /^prior/ }).click();
    await expect.poll(() => node(page, "prior").getAttribute("class")).toMatch(/selected/);
    await studio().leave(page);
  });

  test("the interface speaks Japanese, with node types, problems and templates", async () => {
    const page = await studio().open();
    await command(page, "日本語");
    await page.getByRole("button", { name: "7 ノードを実行" }).waitFor();
    await clickEmpty(page);
    await page.keyboard.press("a");
    const panel = page.getByRole("region", { name: "追加" });
    await panel.getByRole("button", { name: "追加: 拡散プライア" }).waitFor();
    // Latin words that Japanese uses as they are; everything else has a word of its own.
    const titles = await panel.getByRole("listitem").allTextContents();
    const latin = titles.filter((title) => !/[\u3040-\u30ff\u4e00-\u9fff]/.test(title));
    expect(latin.filter((title) => !/^(CMMD|lerp|slerp)/i.test(title))).toEqual([]);
    await page.locator('[data-id="caption"]').click({ position: { x: 60, y: 18 } });
    await page.keyboard.press("Delete");
    await page.keyboard.press("p");
    await page.getByRole("region", { name: "問題" }).getByText("がつながっていません").first().waitFor();
    await page.keyboard.press("t");
    await page.getByRole("region", { name: "テンプレート" }).getByRole("button", { name: /^補間/ }).click();
    await expect.poll(() => page.getByRole("textbox", { name: "グラフの名前" }).inputValue()).toBe("補間");
    await page.getByText("画像は二つの潜在変数で表されます。", { exact: false }).waitFor();
    await studio().leave(page);
  });

  test("a server that goes away is said, and editing goes on", async () => {
    const page = await studio().open();
    await page.route(/\/(api|socket\.io)\//, (route) => route.abort());
    await page.addInitScript(() => {
      const refused = class {
        onerror?: (event: Event) => void;
        constructor() {
          setTimeout(() => this.onerror?.(new Event("error")), 10);
        }
        close() {}
      };
      Object.assign(window, { WebSocket: refused });
    });
    await page.reload();
    await page
      .getByText("The server cannot be reached.", { exact: false })
      .first()
      .waitFor({ timeout: 120_000 });
    // A state, not a failure: nothing of it is red.
    await expect
      .poll(() => page.getByRole("banner").locator("output").getAttribute("data-tone"))
      .toBe("warning");
    await page.getByRole("textbox", { name: "Text of caption" }).fill("still here");
    expect(await lastStep(page)).toBe("Set text of caption");
    // Not handed back: its socket stays broken.
    await page.close();
  });

  test("axe finds no serious violation on the main states, light and dark", {
    timeout: 720_000,
  }, async () => {
    const found: string[] = [];
    for (const scheme of ["light", "dark"] as const) {
      const page = await studio().open(undefined, scheme);
      await page.evaluate(axe.source);
      // What appears is there at once, in its last colours.
      await page.emulateMedia({ reducedMotion: "reduce" });
      const look = async (state: string) => {
        for (const flaw of await flaws(page, scheme)) found.push(`${scheme} ${state}: ${flaw}`);
      };
      await look("first visit");
      await run(page);
      await look("run");
      for (const panel of ["a", "t", "g", "r", "o", "p"]) {
        await clickEmpty(page);
        await page.keyboard.press(panel);
        await look(`panel ${panel}`);
      }
      await clickEmpty(page);
      await page.keyboard.press("p");
      await choose(page, "decode");
      await page.keyboard.press("i");
      await page.keyboard.press("v");
      await look("inspector and viewer");
      for (const [key, state] of [
        ["ControlOrMeta+k", "command palette"],
        ["Space", "node palette"],
        ["e", "connecting"],
      ] as const) {
        await page.keyboard.press(key);
        await look(state);
        await page.keyboard.press("Escape");
      }
      await command(page, "App view");
      await look("form");
      await page.setViewportSize({ width: 390, height: 844 });
      await look("phone");
      await page.emulateMedia({ reducedMotion: null });
      await studio().leave(page);
    }
    expect(found).toEqual([]);
  });
}

/** Violations of WCAG 2.1 A and AA that axe calls serious or worse. In the dark theme of colour alone: the rest is the same. */
function flaws(page: Page, scheme: "light" | "dark"): Promise<string[]> {
  return page.evaluate(async (scheme) => {
    const { axe: inPage } = window as unknown as { axe: typeof axe };
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
    const colour = { type: "rule" as const, values: ["color-contrast", "link-in-text-block"] };
    const runOnly = scheme === "light" ? tags : colour;
    const { violations } = await inPage.run(document, { runOnly, resultTypes: ["violations"] });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
  }, scheme);
}
