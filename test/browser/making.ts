/** Making graphs: nodes, edges, values, what stands beside them, parts. */
import { expect, test } from "vitest";
import type { Studio } from "../studio.ts";
import {
  choose,
  clickEmpty,
  command,
  drag,
  emptySpot,
  ended,
  lastStep,
  node,
  portAt,
  run,
  runButton,
} from "./steps.ts";

export function making(studio: () => Studio): void {
  test("a node is added from the palette, deleted, and both are undone and redone", async () => {
    const page = await studio().open();
    const nodes = page.getByRole("group", { name: /^Node / });
    const before = await nodes.count();
    await clickEmpty(page);
    await page.keyboard.press("Space");
    await page.keyboard.type("simil");
    await page.keyboard.press("Enter");
    await node(page, "similarity").waitFor();
    expect(await nodes.count()).toBe(before + 1);
    await page.keyboard.press("ControlOrMeta+z");
    await node(page, "similarity").waitFor({ state: "detached" });
    await page.keyboard.press("ControlOrMeta+Shift+z");
    await choose(page, "similarity");
    await page.keyboard.press("Delete");
    await node(page, "similarity").waitFor({ state: "detached" });
    await studio().leave(page);
  });

  test("a wire dropped in the void offers what takes it; one that does not fit says why, and what would help", async () => {
    const page = await studio().open();
    await drag(page, await portAt(page, "encode.embedding", "output"), [emptySpot.x, emptySpot.y]);
    const options = page.getByRole("listbox").getByRole("option");
    await options.first().waitFor();
    expect(await options.filter({ hasText: "Similarity" }).count()).toBeGreaterThan(0);
    // An upsampler takes images alone.
    expect(await options.filter({ hasText: "Upsample" }).count()).toBe(0);
    await page.keyboard.type("nearest");
    await page.keyboard.press("Enter");
    await node(page, "nearest").waitFor();
    expect(await page.locator('[data-edge="nearest.embedding"]').count()).toBe(1);
    await page.keyboard.press("ControlOrMeta+z");
    await drag(page, await portAt(page, "caption.text", "output"), await portAt(page, "prior.text", "input"));
    await page.getByText("This port takes text encoding; the wire carries text.").waitFor();
    await page.getByRole("button", { name: "Insert CLIP text encode" }).click();
    await node(page, "clip-text-encode").waitFor();
    expect(await lastStep(page)).toBe("Insert CLIP text encode");
    await studio().leave(page);
  });

  test("values: a number is dragged, a param becomes an input and a value again, a seed is drawn", async () => {
    const page = await studio().open();
    const steps = page.getByRole("spinbutton", { name: "Steps of prior" });
    const before = await steps.getAttribute("aria-valuenow");
    const box = (await steps.boundingBox())!;
    await drag(page, [box.x + 10, box.y + 10], [box.x + 70, box.y + 10]);
    expect(Number(await steps.getAttribute("aria-valuenow"))).toBeGreaterThan(Number(before));
    expect(await lastStep(page)).toBe("Set steps of prior");
    await page.keyboard.press("ControlOrMeta+z");
    expect(await steps.getAttribute("aria-valuenow")).toBe(before);
    await clickEmpty(page);
    await page.keyboard.press("Space");
    await page.keyboard.type("number");
    await page.keyboard.press("Enter");
    // From the keyboard: its output into a param of another node.
    await node(page, "number").waitFor();
    await page.keyboard.press("e");
    await page.keyboard.type("prior.steps");
    await page.keyboard.press("Enter");
    await page.getByText("number.value").first().waitFor();
    await page.getByRole("button", { name: "Unwire to set a value here: Steps of prior" }).click();
    await steps.waitFor();
    const seed = page.getByRole("textbox", { name: "Seed of prior" });
    const old = await seed.inputValue();
    await page.getByRole("button", { name: "New seed: Seed of prior" }).click();
    expect(await seed.inputValue()).not.toBe(old);
    await studio().leave(page);
  });

  test("copies go through the clipboard as a graph, into another page", async () => {
    const page = await studio().open();
    await choose(page, "encode");
    await choose(page, "prior", ["Shift"]);
    await page.keyboard.press("ControlOrMeta+c");
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(Object.keys(JSON.parse(text).nodes)).toEqual(["encode", "prior"]);
    const other = await page.context().newPage();
    await other.goto(studio().address);
    await node(other, "caption").waitFor();
    await clickEmpty(other);
    await other.keyboard.press("ControlOrMeta+v");
    await node(other, "prior-2").waitFor();
    expect(await lastStep(other)).toBe("Paste 2 nodes");
    await other.close();
    await studio().leave(page);
  });

  test("frames, notes, bends, switching off, collapsing, renaming and tidying are one step each", async () => {
    const page = await studio().open();
    await choose(page, "picture");
    await page.keyboard.press("b");
    expect(await lastStep(page)).toBe("Bypass picture");
    await page.keyboard.press("b");
    await page.keyboard.press("c");
    expect((await node(page, "picture").boundingBox())!.height).toBeLessThan(60);
    await page.keyboard.press("c");
    await page.keyboard.press("F2");
    await page.keyboard.type("result");
    await page.keyboard.press("Enter");
    await node(page, "result").waitFor();
    // The picture that the template brings along stays with the node.
    await page.getByRole("img", { name: "Picture of result, made in advance" }).waitFor();
    await page.keyboard.press("ControlOrMeta+g");
    await page.getByRole("group", { name: "Frame frame" }).waitFor();
    await command(page, "Add a note");
    await page.getByText("A new note").waitFor();
    const line = page.locator('[data-edge="upsample.image"]');
    const middle = await line.evaluate((path: SVGPathElement) => {
      const { x, y } = path.getPointAtLength(path.getTotalLength() / 2);
      const on = new DOMPoint(x, y).matrixTransform(path.getScreenCTM()!);
      return [on.x, on.y] as [number, number];
    });
    await drag(page, middle, [middle[0] - 8, middle[1] + 60]);
    expect(await lastStep(page)).toBe("Bend upsample.image");
    const bend = page.getByRole("button", { name: /^Bend 1 of the edge into upsample.image/ });
    await bend.focus();
    await page.keyboard.press("Delete");
    expect(await bend.count()).toBe(0);
    await page.keyboard.press("Shift+T");
    expect(await lastStep(page)).toBe("Tidy");
    await studio().leave(page);
  });

  test("a selection becomes a part, which runs, is entered, noted in, left, unpacked, and cleared away", async () => {
    const page = await studio().open();
    await choose(page, "prior");
    await choose(page, "decode", ["Shift"]);
    await page.keyboard.press("Shift+P");
    await node(page, "part").waitFor();
    expect(await node(page, "decode").count()).toBe(0);
    await run(page);
    await node(page, "part").getByRole("img", { name: "Result: part" }).waitFor();
    await page.getByRole("button", { name: "Edit inside part" }).click();
    await node(page, "decode").waitFor();
    await command(page, "Add a note");
    await page.getByText("A new note").waitFor();
    expect(await lastStep(page)).toBe("Add the note note in Part");
    await page.getByRole("navigation", { name: "Where in the graph this is" }).getByRole("button").click();
    expect(await page.getByText("A new note").count()).toBe(0);
    await choose(page, "part");
    await command(page, "Unpack");
    await node(page, "decode").waitFor();
    expect(await node(page, "part").count()).toBe(0);
    await command(page, "Remove unused parts");
    expect(await lastStep(page)).toBe("Remove the part part");
    await studio().leave(page);
  });

  test("a graph is made from the keyboard alone, in an empty document", async () => {
    const page = await studio().open();
    await command(page, "New graph");
    await page.getByText("An empty graph.", { exact: false }).waitFor();
    for (const [type, id] of [
      ["text", "text"],
      ["preview", "preview"],
    ] as const) {
      await page.keyboard.press("Space");
      await page.keyboard.type(type);
      await page.keyboard.press("Enter");
      await node(page, id).waitFor();
    }
    await page.keyboard.press("e");
    await page.keyboard.type("text.text");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(".react-flow__edge").count()).toBe(1);
    await page.keyboard.press("ControlOrMeta+Enter");
    await ended(page);
    expect(await runButton(page).count()).toBe(1);
    await studio().leave(page);
  });
}
