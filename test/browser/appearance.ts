/** How it looks: themes, less motion, panels that cover nothing; the controls that a person sees on the first nodes. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Studio } from "../studio.ts";
import { choose, clickEmpty, command, emptySpot, lastStep, node, openGraph, run } from "./steps.ts";

export function appearance(studio: () => Studio): void {
  test("light, dark and the system's theme change the colours of page, card and map", async () => {
    const page = await studio().open();
    const light = await colours(page);
    await command(page, "Dark theme");
    const dark = await colours(page);
    for (const [part, colour] of Object.entries(dark))
      expect([part, colour]).not.toEqual([part, light[part]]);
    // What a person chose holds, whatever the system says.
    await page.emulateMedia({ colorScheme: "light" });
    expect(await colours(page)).toEqual(dark);
    await page.reload();
    await node(page, "caption").waitFor();
    expect(await colours(page)).toEqual(dark);
    await command(page, "System theme");
    expect(await colours(page)).toEqual(light);
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(() => colours(page)).toEqual(dark);
    await command(page, "Light theme");
    expect(await colours(page)).toEqual(light);
    await page.emulateMedia({ colorScheme: null });
    await studio().leave(page);
  });

  test("who wants less motion gets none, in anything that opens", async () => {
    const page = await studio().open();
    await page.mouse.dblclick(emptySpot.x, emptySpot.y);
    await page.getByRole("dialog", { name: "Add a node" }).waitFor();
    expect(await moving(page)).not.toEqual([]);
    await page.emulateMedia({ reducedMotion: "reduce" });
    expect(await moving(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("ControlOrMeta+k");
    await page.getByRole("dialog").waitFor();
    expect(await moving(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.emulateMedia({ reducedMotion: null });
    await studio().leave(page);
  });

  test("on a small screen a panel lies beside what is looked at, not over it", async () => {
    const page = await studio().open({ width: 1024, height: 768 });
    await run(page);
    await choose(page, "decode");
    await page.keyboard.press("v");
    const heading = page.getByRole("region", { name: "Viewer" }).getByRole("heading");
    for (const [key, name] of [
      ["r", "Runs"],
      ["g", "Gallery"],
    ] as const) {
      await clickEmptyAt(page, 700, 200);
      await page.keyboard.press(key);
      const panel = (await page.getByRole("region", { name }).boundingBox())!;
      expect((await heading.boundingBox())!.x).toBeGreaterThanOrEqual(panel.x + panel.width);
    }
    await studio().leave(page);
  });

  test("lists are typed a line each, choices chosen, switches switched: one step each, and undone", async () => {
    const page = await studio().open();
    await openGraph(page, {
      title: "Controls",
      nodes: {
        captions: { type: "text-list", params: { lines: ["one"] } },
        line: { type: "plot", at: [280, 0] },
        film: { type: "animate", at: [560, 0] },
        rungs: { type: "pca-reconstruct", at: [840, 0] },
      },
    });
    const lines = page.getByRole("textbox", { name: "Lines of captions" });
    await lines.fill("one\n  two \n\nthree");
    await page.keyboard.press("Tab");
    expect(await lines.inputValue()).toBe("one\ntwo\nthree");
    expect(await lastStep(page)).toBe("Set lines of captions");
    const style = page.getByRole("combobox", { name: "Style of line" });
    expect(await style.inputValue()).toBe("line");
    await style.selectOption("bars");
    expect(await lastStep(page)).toBe("Set style of line");
    const bounce = page.getByRole("switch", { name: "There and back of film" });
    await bounce.click();
    expect(await bounce.isChecked()).toBe(true);
    // Numbers, however they are parted; what is no number stays in the field, marked, and changes nothing.
    const dims = page.getByRole("textbox", { name: /of rungs$/ });
    await dims.fill("1, 2 4");
    await page.keyboard.press("Tab");
    expect(await dims.inputValue()).toBe("1\n2\n4");
    await dims.fill("1, many");
    await page.keyboard.press("Tab");
    expect([await dims.inputValue(), await dims.getAttribute("aria-invalid")]).toEqual(["1, many", "true"]);
    await clickEmpty(page);
    for (let i = 0; i < 4; i++) await page.keyboard.press("ControlOrMeta+z");
    expect([await lines.inputValue(), await style.inputValue(), await bounce.isChecked()]).toEqual([
      "one",
      "line",
      false,
    ]);
    await studio().leave(page);
  });
}

/** Colours of the canvas, of a card, of its text, and of the nodes on the map. */
function colours(page: Page): Promise<Record<string, string>> {
  return page.evaluate(() => {
    const style = (selector: string) => getComputedStyle(document.querySelector(selector)!);
    const map = document.querySelector<HTMLCanvasElement>('canvas[role="img"]')!;
    const { data } = map.getContext("2d")!.getImageData(0, 0, map.width, map.height);
    const opaque = data.findIndex((value, i) => i % 4 === 3 && value === 255);
    return {
      page: style("body").backgroundColor,
      card: style('[data-node="caption"] > div').backgroundColor,
      text: style('[data-node="caption"]').color,
      map: data.slice(opaque - 3, opaque).join(),
    };
  });
}

/** Elements that move when something appears or changes. */
function moving(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("*")].flatMap((element) => {
      const { animationName, transitionDuration } = getComputedStyle(element);
      const still = animationName === "none" && /^0s(, 0s)*$/.test(transitionDuration);
      return still ? [] : [`${element.tagName} ${element.className}`];
    }),
  );
}

function clickEmptyAt(page: Page, x: number, y: number): Promise<void> {
  return page.mouse.click(x, y);
}
