/** Sharing: files, links, pictures that carry a graph, the graph as a form. */
import { readFile } from "node:fs/promises";
import { check } from "@unclip/engine";
import { parseGraph } from "@unclip/graph";
import { expect, test } from "vitest";
import { vocabulary } from "../machine.ts";
import type { Studio } from "../studio.ts";
import { choose, command, dropFile, dropText, ended, node, run } from "./steps.ts";

export function sharing(studio: () => Studio): void {
  test("the exported file is the graph, checks, and opens when it is dropped; a bad one says why", async () => {
    const page = await studio().open();
    await page.getByRole("textbox", { name: "Text of caption" }).fill("a green frog");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Export JSON" }).click(),
    ]);
    const text = await readFile(await download.path(), "utf8");
    const graph = parseGraph(text);
    expect(graph.nodes.caption?.params?.text).toBe("a green frog");
    expect(check(graph, vocabulary).filter((p) => p.severity === "error")).toEqual([]);
    await dropFile(
      page,
      "frog.json",
      "application/json",
      Buffer.from(text.replace("green frog", "blue frog")),
    );
    await expect
      .poll(() => page.getByRole("textbox", { name: "Text of caption" }).inputValue())
      .toBe("a blue frog");
    await dropFile(page, "bad.json", "application/json", Buffer.from('{"unclip": 99}'));
    await page.getByText(/^bad\.json was not opened\./).waitFor();
    expect(await page.getByRole("textbox", { name: "Text of caption" }).inputValue()).toBe("a blue frog");
    await studio().leave(page);
  });

  test("a link holds the graph, opens it elsewhere and runs nothing; a picture carries it as well", async () => {
    const page = await studio().open();
    await page.getByRole("textbox", { name: "Text of caption" }).fill("a purple octopus");
    await command(page, "Copy link");
    await page.getByText(/^Copied a link that holds the whole graph/).waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toContain("#g=");
    const other = await studio().open();
    const asked: string[] = [];
    other.on("request", (request) => asked.push(`${request.method()} ${request.url()}`));
    await other.goto(link);
    await expect
      .poll(() => other.getByRole("textbox", { name: "Text of caption" }).inputValue())
      .toBe("a purple octopus");
    expect(asked.filter((request) => request.includes("octopus") || request.startsWith("POST"))).toEqual([]);
    // Dropped on the canvas, the same link does the same.
    await command(other, "New graph");
    await node(other, "caption").waitFor({ state: "detached" });
    await dropText(other, link);
    await expect
      .poll(() => other.getByRole("textbox", { name: "Text of caption" }).inputValue())
      .toBe("a purple octopus");
    await dropText(other, `${link.slice(0, -20)}`);
    expect(await other.getByRole("textbox", { name: "Text of caption" }).inputValue()).toBe(
      "a purple octopus",
    );
    // Few steps: what the picture shows is not looked at.
    await command(page, "Quick preview");
    await run(page);
    await choose(page, "decode");
    await page.keyboard.press("v");
    await page.getByRole("checkbox", { name: "with the graph" }).check();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save picture" }).click(),
    ]);
    await command(other, "New graph");
    await dropFile(other, "octopus.png", "image/png", await readFile(await download.path()));
    await node(other, "decode").waitFor();
    expect(await other.getByRole("textbox", { name: "Text of caption" }).inputValue()).toBe(
      "a purple octopus",
    );
    await studio().leave(page);
    await studio().leave(other);
  });

  test("the graph as a form asks for its caption and shows what it makes, on a phone as well", async () => {
    const page = await studio().open();
    await page.getByRole("button", { name: "App view", exact: true }).click();
    await page.getByRole("textbox", { name: "Text of caption" }).fill("a yellow star");
    await page.keyboard.press("Enter");
    await ended(page);
    await page.getByRole("img", { name: "Result: picture" }).waitFor();
    await page.getByRole("button", { name: "Show the graph" }).click();
    await node(page, "caption").waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.reload();
    // A phone opens on the form, with everything within its width.
    const caption = page.getByRole("textbox", { name: "Text of caption" });
    await caption.waitFor();
    await page.getByRole("button", { name: "Show the graph" }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await caption.press("Enter");
    await page.getByRole("img", { name: "Result: picture" }).waitFor({ timeout: 240_000 });
    await studio().leave(page);
  });
}
