/** What every test of the editor does to a page. */
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
  await status.waitFor({ timeout: 60_000 });
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
