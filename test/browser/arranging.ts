/** Where things stand, what a port or an edge says of itself, and the controls that only some nodes have. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../machine.ts";
import type { Studio } from "../studio.ts";
import { choose, clickEmpty, command, emptySpot, lastStep, node, portAt, run } from "./steps.ts";

export function arranging(studio: () => Studio): void {
  test("copies are made, cut, muted, aligned, spread out and found again, one step each", async () => {
    const page = await studio().open();
    await choose(page, "encode");
    await page.keyboard.press("ControlOrMeta+d");
    await node(page, "encode-2").waitFor();
    expect(await lastStep(page)).toBe("Duplicate encode");
    await page.keyboard.press("ControlOrMeta+x");
    await node(page, "encode-2").waitFor({ state: "detached" });
    await clickEmpty(page);
    await page.keyboard.press("ControlOrMeta+v");
    await node(page, "encode-2").waitFor();
    await page.keyboard.press("m");
    expect(await lastStep(page)).toBe("Mute encode-2");
    await page.keyboard.press("Delete");
    await choose(page, "caption");
    await choose(page, "encode", ["Shift"]);
    await choose(page, "large", ["Shift"]);
    const middles = async () => {
      const boxes = await Promise.all(
        ["caption", "encode", "large"].map((id) => node(page, id).boundingBox()),
      );
      return boxes.map((box) => ({ top: Math.round(box!.y), left: box!.x }));
    };
    await command(page, "Distribute horizontally");
    const [first, second, third] = await middles();
    expect(Math.abs(second!.left - first!.left - (third!.left - second!.left))).toBeLessThan(16);
    await command(page, "Align top edges");
    expect(new Set((await middles()).map(({ top }) => top)).size).toBe(1);
    // A node is found by its name, from anywhere.
    const map = page.getByRole("img", { name: "Minimap" });
    await map.waitFor();
    await command(page, "Minimap");
    expect(await map.count()).toBe(0);
    await command(page, "Go to upsample");
    await expect.poll(() => node(page, "upsample").getAttribute("class")).toMatch(/selected/);
    const near = (await node(page, "upsample").boundingBox())!.width;
    await page.keyboard.press("f");
    await expect.poll(async () => (await node(page, "upsample").boundingBox())!.width).toBeLessThan(near);
    await page.keyboard.press("Shift+2");
    await expect.poll(async () => (await node(page, "upsample").boundingBox())!.width).toBe(near);
    await studio().leave(page);
  });

  test("a port tells its kind under the pointer, an edge what it carried", async () => {
    const page = await studio().open();
    const tip = page.getByRole("tooltip");
    const [x, y] = await portAt(page, "decode.embedding", "input");
    await page.mouse.move(x, y);
    await tip.getByText("Input Embedding: image embedding").waitFor();
    await page.mouse.move(emptySpot.x, emptySpot.y);
    expect(await tip.count()).toBe(0);
    await run(page);
    const [fromX] = await portAt(page, "prior.embedding", "output");
    await page.mouse.move((fromX + x) / 2, y);
    await tip.getByText("heart suit").waitFor();
    expect(await tip.textContent()).toMatch(/‖z‖ = \d/);
    await studio().leave(page);
  });

  test("an empty graph is no fault: it says how to begin, and does", async () => {
    const page = await studio().open();
    await command(page, "New graph");
    const canvas = page.getByRole("main");
    await canvas.getByRole("button", { name: "Add a node" }).click();
    await page.getByRole("dialog", { name: "Add a node" }).waitFor();
    await page.keyboard.press("Escape");
    expect(await page.getByRole("button", { name: "Problems" }).textContent()).toBe("");
    expect(await page.getByRole("banner").getByRole("status").last().textContent()).toBe(
      "Add a node that shows or saves something.",
    );
    await canvas.getByRole("button", { name: "Templates" }).click();
    const templates = page.getByRole("region", { name: "Templates" });
    // The one of the first visit comes first, and nearly all show what they make.
    expect(await templates.getByRole("listitem").first().textContent()).toMatch(/^Text to image/);
    expect(await templates.locator("img").count()).toBeGreaterThan(10);
    await clickEmpty(page);
    await page.mouse.dblclick(emptySpot.x, emptySpot.y);
    await page.keyboard.type("image");
    await page.getByRole("option", { name: /^Image list/ }).waitFor();
    await page.keyboard.press("Enter");
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      node(page, "image")
        .getByRole("button", { name: /^Drop a picture/ })
        .click(),
    ]);
    const picture = join(root, "graphs", "pictures", "text-to-image.picture.png");
    await chooser.setFiles({ name: "heart.png", mimeType: "image/png", buffer: await readFile(picture) });
    await node(page, "image")
      .getByRole("button", { name: /^Replace picture/ })
      .waitFor();
    expect(await lastStep(page)).toMatch(/of image$/);
    await studio().leave(page);
  });

  test("coming out of a part, one finds the graph where it was left; panels open and close by their buttons", async () => {
    const page = await studio().open();
    await choose(page, "prior");
    await page.keyboard.press("Shift+P");
    await node(page, "part").waitFor();
    await page.keyboard.press("ControlOrMeta+=");
    const before = await node(page, "part").boundingBox();
    await page.getByRole("button", { name: "Edit inside part" }).click();
    await node(page, "prior").waitFor();
    await page.getByRole("navigation", { name: "Where in the graph this is" }).getByRole("button").click();
    await expect.poll(() => node(page, "part").boundingBox()).toEqual(before);
    const inspector = page.getByRole("complementary", { name: "Inspector" });
    await page.getByRole("button", { name: "Inspector", exact: true }).click();
    await inspector.getByRole("button", { name: "Close: Inspector" }).click();
    expect(await inspector.count()).toBe(0);
    await page.getByRole("button", { name: "Viewer", exact: true }).click();
    await page.getByRole("region", { name: "Viewer" }).waitFor();
    // On a phone the outline leads to a node's values.
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole("button", { name: "Outline" }).click();
    await page
      .getByRole("region", { name: "Outline" })
      .getByRole("button", { name: /^caption/ })
      .click();
    await inspector.getByRole("textbox", { name: "Text of caption" }).fill("by phone");
    await page.setViewportSize({ width: 1440, height: 900 });
    expect(await lastStep(page)).toBe("Set text of caption");
    await studio().leave(page);
  });
}
