import { startStudio } from "./studio.ts";
const s = await startStudio();
const out = "/work/scratch/editor/";
const step = async (name: string, f: () => Promise<unknown>) => { try { console.log(name, "→", await f()); } catch (e) { console.log(name, "FAILED", String(e).slice(0, 300)); } };
try {
  const p = await s.open();
  await p.waitForTimeout(600);
  await p.screenshot({ path: out + "a-first.png" });
  await step("advance", () => p.getByRole("img", { name: /made in advance/ }).count());
  const heights = () => p.locator("[data-node]").evaluateAll((els) => els.map((e) => (e as HTMLElement).dataset.node + ":" + (e as HTMLElement).style.height).join(" "));
  const before = await heights();
  await p.getByRole("textbox", { name: "Text of caption" }).focus();
  await p.keyboard.press("Enter");
  await p.getByRole("banner").getByText(/^Done: /).waitFor({ timeout: 60000 });
  await step("same heights", async () => (await heights()) === before);
  await step("marks left", () => p.getByText("Made in advance").count());
  // Parts
  const node = (id: string) => p.getByRole("group", { name: `Node ${id}`, exact: true });
  await node("prior").click({ position: { x: 60, y: 12 } });
  await node("decode").click({ position: { x: 60, y: 12 }, modifiers: ["Shift"] });
  await p.keyboard.press("Shift+P");
  await step("part made", async () => { await node("part").waitFor({ timeout: 3000 }); return true; });
  await step("run with part", async () => { await p.getByRole("button", { name: /^Run( \d+ nodes?)?$/ }).click(); await p.waitForTimeout(300); await p.getByRole("banner").getByText(/^Done: /).waitFor({ timeout: 60000 }); return p.getByRole("banner").getByText(/^Done: /).textContent(); });
  await p.waitForTimeout(300);
  await p.screenshot({ path: out + "b-part.png" });
  await step("enter", async () => { await p.getByRole("button", { name: "Edit inside part" }).click(); await node("decode").waitFor({ timeout: 3000 }); return p.getByRole("navigation", { name: /Where/ }).textContent(); });
  await p.keyboard.press("i");
  await node("prior").click({ position: { x: 60, y: 12 } });
  await step("declare", async () => { await p.getByRole("button", { name: "Show on the part: prior.seed" }).click(); return p.getByRole("button", { name: /On the part as seed/ }).count(); });
  await p.waitForTimeout(300);
  await p.screenshot({ path: out + "c-inside.png" });
  await step("leave", async () => { await p.getByRole("navigation", { name: /Where/ }).getByRole("button").first().click(); await node("part").waitFor({ timeout: 3000 }); return p.getByRole("spinbutton", { name: /Seed of part/i }).count(); });
  await p.waitForTimeout(400);
  await step("palette", async () => { await p.keyboard.press("Escape"); await p.keyboard.press("Space"); await p.keyboard.type("part"); await p.waitForTimeout(100); const t = await p.getByRole("option").allTextContents(); await p.keyboard.press("Enter"); await p.waitForTimeout(200); const n = await node("part-2").count(); await p.keyboard.press("ControlOrMeta+z"); return t.slice(0, 3).join("|") + " added " + n; });
  await step("unpack", async () => { await node("part").click({ position: { x: 60, y: 12 } }); await p.keyboard.press("ControlOrMeta+k"); await p.keyboard.type("unpack"); await p.keyboard.press("Enter"); await node("prior").waitFor({ timeout: 3000 }); return true; });
  // App view
  await p.keyboard.press("Escape");
  await step("app", async () => { await p.getByRole("button", { name: "App view" }).click(); await p.getByText("Show the graph").waitFor({ timeout: 3000 }); return p.locator("figure").count(); });
  await p.waitForTimeout(300);
  await p.screenshot({ path: out + "d-app.png" });
  await p.getByText("Show the graph").click();
  await p.keyboard.press("t");
  await p.waitForTimeout(500);
  await p.setViewportSize({ width: 1024, height: 768 });
  await p.waitForTimeout(500);
  await p.screenshot({ path: out + "e-templates-1024.png" });
  await step("ports", () => p.locator("[data-port]").first().getAttribute("aria-label"));
  console.log("errors", s.errors);
} finally { await s.close(); }
