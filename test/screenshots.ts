/** `npm run screenshots`: the pictures of README and docs, taken from the built editor in a real browser. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./machine.ts";
import { startStudio } from "./studio.ts";

const shots = [
  { name: "editor", size: { width: 1440, height: 900 }, scheme: "light" },
  { name: "editor-dark", size: { width: 1440, height: 900 }, scheme: "dark" },
  { name: "editor-1024", size: { width: 1024, height: 768 }, scheme: "light" },
] as const;

const studio = await startStudio();
try {
  await mkdir(join(root, "docs"), { recursive: true });
  for (const { name, size, scheme } of shots) {
    const page = await studio.open(size, scheme);
    await page.getByRole("button", { name: /^Run( \d+ nodes?)?$/ }).click();
    await page.getByText(/^Done: /).waitFor({ timeout: 60_000 });
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(root, "docs", `${name}.png`) });
    await page.close();
  }
} finally {
  await studio.close();
}
