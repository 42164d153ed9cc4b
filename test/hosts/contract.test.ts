/** The host contract on memory, node and web; the last in a real Chromium. */
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMemoryHost } from "@unclip/host/memory";
import { createNodeHost } from "@unclip/host/node";
import type { BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPage, openBrowser, openPage, type Served, serveFolders, type WebPage } from "./browser.ts";
import { contract, fileContract } from "./contract.ts";
import { contractFunctions, contractPack, writeContractPack } from "./contract-pack.ts";

const names = contract.map(({ name }) => name);
const fileNames = fileContract.map(({ name }) => name);
const folder = await mkdtemp(join(tmpdir(), "unclip-hosts-"));
await writeContractPack(join(folder, "models"));
await writeFile(join(folder, "models", "index.json"), '["contract"]');

describe("memory host", () => {
  const host = createMemoryHost({
    packs: { contract: contractPack },
    models: { contract: contractFunctions },
  });
  test.each(contract)("$name", ({ check }) => check(host));
});

describe("node host", () => {
  const host = createNodeHost({ models: join(folder, "models"), data: join(folder, "data"), threads: 1 });
  test.each([...contract, ...fileContract])("$name", ({ check }) => check(host));
});

describe("web host in Chromium", () => {
  let served: Served;
  let browser: BrowserContext;
  let web: WebPage;
  beforeAll(async () => {
    await mkdir(join(folder, "models"), { recursive: true });
    served = await serveFolders([await buildPage(), folder]);
    browser = await openBrowser();
    web = await openPage(browser, served.address);
    const started = await web.call("start", `${served.address}/models`, { threads: 2 });
    expect(started).toMatchObject({ lasting: true, backend: { provider: "wasm", threads: 2, limits: [] } });
  });
  afterAll(async () => {
    await browser?.close();
    served?.close();
  });
  test.each([...names, ...fileNames])("%s", async (name) => {
    await web.call("check", name);
  });
});
