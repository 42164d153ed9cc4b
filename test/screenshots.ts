/** `npm run screenshots`: the pictures of README and docs, taken from the built editor in a real browser. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { choose, clickEmpty, ended, run } from "./browser/steps.ts";
import { root } from "./machine.ts";
import { startStudio } from "./studio.ts";

interface Shot {
  readonly name: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly scheme: "light" | "dark";
  /** What is done before the picture is taken; the first template has run. */
  readonly prepare?: (page: Page) => Promise<void>;
}

const desk = { width: 1440, height: 900 };
const shots: readonly Shot[] = [
  { name: "editor", size: desk, scheme: "light" },
  { name: "editor-dark", size: desk, scheme: "dark" },
  { name: "editor-1024", size: { width: 1024, height: 768 }, scheme: "light" },
  { name: "gallery", size: desk, scheme: "light", prepare: compareTwo },
  { name: "map", size: desk, scheme: "light", prepare: dragOnMap },
  { name: "embedding", size: desk, scheme: "dark", prepare: lookAtEmbedding },
  { name: "phone", size: { width: 390, height: 844 }, scheme: "light", prepare: showForm },
];

async function compareTwo(page: Page): Promise<void> {
  await page.getByRole("textbox", { name: "Text of caption" }).fill("a yellow taxi");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(500);
  await ended(page);
  await clickEmpty(page);
  await page.keyboard.press("g");
  const gallery = page.getByRole("region", { name: "Gallery" });
  const pictures = gallery.getByRole("button", { name: /^Look at the picture of upsample/ });
  await pictures.nth(1).click();
  await gallery.getByRole("button", { name: "Compare", exact: true }).click();
  await pictures.first().click();
}

async function dragOnMap(page: Page): Promise<void> {
  await clickEmpty(page);
  await page.keyboard.press("t");
  const templates = page.getByRole("region", { name: "Templates" });
  await templates.getByRole("button", { name: /^Concept map/ }).click();
  await clickEmpty(page);
  await page.keyboard.press("t");
  await run(page);
  await choose(page, "map");
  await page.keyboard.press("v");
  await page.getByRole("button", { name: "Draw what lies at the mark" }).click();
  await page.getByRole("region", { name: "Viewer" }).getByRole("button", { name: "Run on change" }).click();
  await page.getByRole("slider", { name: /^Mark of map/ }).focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowRight");
  await page.waitForTimeout(5000);
}

async function lookAtEmbedding(page: Page): Promise<void> {
  await choose(page, "prior");
  await page.keyboard.press("v");
}

async function showForm(page: Page): Promise<void> {
  await page.getByRole("button", { name: "App view", exact: true }).click();
}

const studio = await startStudio();
try {
  await mkdir(join(root, "docs"), { recursive: true });
  for (const { name, size, scheme, prepare } of shots) {
    // Everything is prepared at a desk; what is to be seen on a phone is then made narrow.
    const page = await studio.open(size.width < 760 ? desk : size, scheme);
    await run(page);
    await prepare?.(page);
    await page.setViewportSize(size);
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(root, "docs", `${name}.png`) });
    await page.close();
  }
} finally {
  await studio.close();
}
