import type { Page } from "playwright-core";

/** What {@link calibrate} takes on the machine that the editor's budgets were measured on. */
const referenceMilliseconds = 33;

/** How much slower this machine is at the moment than the one that the budgets were measured on; at least 1. */
export async function slownessOf(page: Page): Promise<number> {
  return Math.max(1, (await page.evaluate(calibrate)) / referenceMilliseconds);
}

/** Milliseconds of 3e7 integer multiplications, the best of three. Runs in the page. */
function calibrate(): number {
  const times = [0, 1, 2].map(() => {
    const began = performance.now();
    let x = 1;
    for (let i = 1; i < 3e7; i++) x = Math.imul(x, i) | 1;
    return x === 0 ? 0 : performance.now() - began;
  });
  return Math.min(...times);
}
