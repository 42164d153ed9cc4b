/** Looking at results: the viewer, the map, the gallery. */
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import type { Studio } from "../studio.ts";
import { choose, clickEmpty, command, ended, node, openGraph, openTemplate, run } from "./steps.ts";

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
    await studio().leave(page);
  });

  test("a word that the model has not learned is said on the card, in the inspector and in the app view", async () => {
    const page = await studio().open();
    await openGraph(page, {
      title: "Unheard of",
      nodes: {
        caption: { type: "text", params: { text: "a red zzyzx" } },
        encode: { type: "clip-text-encode", inputs: { text: "caption.text" }, at: [280, 0] },
        near: { type: "nearest", inputs: { embedding: "encode.embedding" }, at: [560, 0] },
      },
    });
    await run(page);
    const remark = node(page, "encode").getByRole("button", { name: "Remark of encode" });
    expect(await remark.textContent()).toMatch(/^"zzyzx" is a word that the model has not learned/);
    await remark.click();
    await page
      .getByRole("complementary", { name: "Inspector" })
      .getByText(/"zzyzx" is a word/)
      .waitFor();
    await command(page, "App view");
    await page
      .getByRole("region", { name: "Result" })
      .getByText(/"zzyzx" is a word/)
      .waitFor();
    await command(page, "App view");
    // Known words, and it is gone.
    await page.getByRole("textbox", { name: "Text of caption" }).fill("a red heart");
    await run(page);
    await remark.waitFor({ state: "detached" });
    await studio().leave(page);
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
    await picture.waitFor({ timeout: 180_000 });
    await page
      .getByRole("banner")
      .getByText(/^Done: /)
      .waitFor({ timeout: 180_000 });
    const before = await picture.getAttribute("src");
    await mark.focus();
    for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowRight");
    await expect.poll(() => picture.getAttribute("src"), { timeout: 180_000 }).not.toBe(before);
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
    await studio().leave(page);
  });

  test("the gallery says what made a picture, what differs between two, and opens the graph", async () => {
    const page = await studio().open();
    await run(page);
    await page.getByRole("textbox", { name: "Text of caption" }).fill("a yellow star");
    await page.keyboard.press("Enter");
    await expect
      .poll(() => page.getByRole("button", { name: "Cancel" }).count(), { timeout: 240_000 })
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
    await studio().leave(page);
  });

  test("lines are plotted, an animation is paused and looked at frame by frame, embeddings are seen all together", async () => {
    const page = await studio().open();
    await openGraph(page, {
      title: "To look at",
      nodes: {
        captions: { type: "text-list", params: { lines: ["a red heart", "a green apple", "a taxi"] } },
        encode: { type: "clip-text-encode", inputs: { text: "captions.text" }, at: [280, 0] },
        decode: {
          type: "decode",
          params: { steps: 2 },
          inputs: { embedding: "encode.embedding" },
          at: [560, 0],
        },
        film: {
          type: "animate",
          params: { milliseconds: 40 },
          inputs: { image: "decode.image" },
          at: [840, 0],
        },
        sweep: { type: "range", params: { count: 6 }, at: [0, 240] },
        line: { type: "plot", params: { yTitle: "θ" }, inputs: { y: "sweep.value" }, at: [280, 240] },
      },
    });
    await page.emulateMedia({ reducedMotion: "reduce" });
    await run(page);
    // Whoever wants less motion sees the first frame on the card.
    await expect.poll(() => node(page, "film").locator("img").getAttribute("src")).toMatch(/^data:image/);
    await page.keyboard.press("g");
    const thumbnail = page.getByRole("button", { name: "Look at the picture of film in To look at" });
    await expect.poll(() => thumbnail.locator("img").getAttribute("src")).toMatch(/^data:image/);
    await page.keyboard.press("g");
    await page.emulateMedia({ reducedMotion: null });
    const points = (on: Locator) =>
      on.locator("polyline").evaluate((line) => line.getAttribute("points")?.split(" ").length);
    expect(await points(node(page, "line"))).toBe(6);
    await choose(page, "line");
    await page.keyboard.press("v");
    const viewer = page.getByRole("region", { name: "Viewer" });
    expect(await points(viewer)).toBe(6);
    await viewer.getByText("θ").waitFor();

    await choose(page, "film");
    const frame = viewer.getByRole("slider", { name: "Frame of the animation" });
    const first = await frame.inputValue();
    await expect.poll(() => frame.inputValue()).not.toBe(first);
    await viewer.getByRole("button", { name: "Pause" }).click();
    await frame.fill("1");
    await viewer.getByText("2 of 3").waitFor();
    const drawn = () =>
      viewer.getByRole("img", { name: /^film/ }).evaluate((canvas: HTMLCanvasElement) => {
        const { width, height } = canvas;
        return canvas.getContext("2d")!.getImageData(0, 0, width, height).data.join();
      });
    const second = await drawn();
    await frame.fill("2");
    await expect.poll(drawn).not.toBe(second);
    await viewer.getByRole("button", { name: "Play" }).click();
    await expect.poll(() => frame.inputValue()).not.toBe("2");

    await choose(page, "encode");
    await viewer.getByRole("tab", { name: "Text embedding" }).click();
    await viewer.getByRole("button", { name: "All together: Similarity" }).click();
    await viewer.getByRole("columnheader", { name: "a taxi" }).waitFor({ timeout: 120_000 });
    expect(await viewer.getByRole("rowheader").count()).toBe(3);
    await choose(page, "encode");
    await viewer.getByRole("tab", { name: "Text embedding" }).click();
    await viewer.getByRole("button", { name: "All together: Embedding map" }).click();
    await viewer.getByRole("slider", { name: /^Mark of embedding-map/ }).waitFor({ timeout: 120_000 });
    await studio().leave(page);
  });
}
