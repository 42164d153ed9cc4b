/** What every test of the editor does to a page. */
import { type Graph, serializeGraph } from "@unclip/graph";
import type { Page } from "playwright-core";

export const node = (page: Page, id: string) => page.getByRole("group", { name: `Node ${id}`, exact: true });
export const runButton = (page: Page) => page.getByRole("button", { name: /^Run( \d+ nodes?)?$/ });
const head = { position: { x: 60, y: 18 } };

/** Presses Run and waits until the run has ended; gives what the bar then says. */
export async function run(page: Page): Promise<string> {
  await runButton(page).click();
  return ended(page);
}

/** Waits until the run under way has ended. */
export async function ended(page: Page): Promise<string> {
  const status = page.getByRole("banner").getByText(/^Done: /);
  await status.waitFor({ timeout: 240_000 });
  return (await status.textContent()) ?? "";
}

/** Selects a node by its header. */
export async function choose(page: Page, id: string, modifiers: ("Shift" | "Control")[] = []): Promise<void> {
  await node(page, id).click({ ...head, modifiers });
  // With a modifier the click may as well take the node out of the selection.
  if (modifiers.length === 0) await page.locator(`.selected[data-id="${id}"]`).waitFor();
}

/** Carries a command out by its name in the command palette. */
export async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type(name);
  await page
    .getByRole("option", { name: new RegExp(`^${name}`, "i") })
    .first()
    .waitFor();
  await page.keyboard.press("Enter");
}

/** A point of the empty canvas at the foot of the page, where nothing of the first template lies. */
export const emptySpot = { x: 520, y: 800 };

export async function clickEmpty(page: Page): Promise<void> {
  await page.mouse.click(emptySpot.x, emptySpot.y);
}

/** The middle of a port's mark on the screen. */
export async function portAt(page: Page, ref: string, side: "input" | "output"): Promise<[number, number]> {
  const box = await page.locator(`[data-port="${ref}"][data-side="${side}"]`).boundingBox();
  if (!box) throw new Error(`The ${side} ${ref} is not in sight.`);
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** Drags from one point to another, in steps as a hand does. */
export async function drag(
  page: Page,
  [fromX, fromY]: readonly [number, number],
  [toX, toY]: readonly [number, number],
): Promise<void> {
  await page.mouse.move(fromX, fromY);
  await page.mouse.down();
  await page.mouse.move((fromX + toX) / 2, (fromY + toY) / 2, { steps: 3 });
  await page.mouse.move(toX, toY, { steps: 3 });
  await page.mouse.up();
}

/** What undo would take back. */
export async function lastStep(page: Page): Promise<string> {
  const title = await page.getByRole("button", { name: "Undo", exact: true }).getAttribute("title");
  return title?.replace(/^Undo: /, "").replace(/ \(.+\)$/, "") ?? "";
}

/** Drops a file on the canvas. */
export async function dropFile(page: Page, name: string, type: string, content: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([name, type, base64]) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const files = new DataTransfer();
      files.items.add(new File([bytes], name, { type }));
      return files;
    },
    [name, type, content.toString("base64")] as const,
  );
  await page.getByRole("main").locator(".react-flow").dispatchEvent("drop", { dataTransfer: transfer });
}

/** Drops a text, a link for one, on the canvas. */
export async function dropText(page: Page, text: string): Promise<void> {
  const transfer = await page.evaluateHandle((text) => {
    const dropped = new DataTransfer();
    dropped.setData("text/uri-list", text);
    dropped.setData("text/plain", text);
    return dropped;
  }, text);
  await page.getByRole("main").locator(".react-flow").dispatchEvent("drop", { dataTransfer: transfer });
}

/** Opens a graph made for a test, as a file dropped on the canvas. */
export async function openGraph(page: Page, graph: Omit<Graph, "unclip" | "model">): Promise<void> {
  const text = serializeGraph({ unclip: 1, model: "emoji", ...graph });
  await dropFile(page, "graph.json", "application/json", Buffer.from(text));
  await titled(page, graph.title);
}

/** Opens a template from its panel, which is closed again. By buttons alone: a key would go to whatever has the focus then. */
export async function openTemplate(page: Page, title: string): Promise<void> {
  const templates = page.getByRole("navigation").getByRole("button", { name: "Templates" });
  await templates.click();
  const panel = page.getByRole("region", { name: "Templates" });
  await panel.getByRole("button", { name: new RegExp(`^${title}`) }).click();
  await titled(page, title);
  await templates.click();
  await panel.waitFor({ state: "detached" });
}

/** Waits until the graph that is open has this title. */
async function titled(page: Page, title: string): Promise<void> {
  await page.waitForFunction(
    (title) => document.querySelector<HTMLInputElement>('[aria-label="Graph title"]')?.value === title,
    title,
  );
}
