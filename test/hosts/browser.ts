/** A page with the web host in a real Chromium, served with the headers that give WebAssembly threads. */
import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { pipeline } from "node:stream/promises";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { chromiumFlags, findChromium } from "../chromium.ts";
import { root } from "../machine.ts";

const mediaTypes: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
};

export interface Served {
  readonly address: string;
  /** Paths that were asked for, in order. */
  readonly requests: string[];
  /** While set, a model is cut after so many bytes, as a connection that breaks cuts it. */
  cutAfter: number | undefined;
  /** While set, a model stops coming after so many bytes, until it is released. */
  stall: { readonly after: number; readonly until: Promise<void> } | undefined;
  close(): void;
}

/** A plain file server: each path is looked up in these folders, in order. Ranges from a byte on are served. */
export async function serveFolders(folders: readonly string[], isolated = true): Promise<Served> {
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  const served: Served = { address: "", requests: [], cutAfter: undefined, stall: undefined, close };
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://host").pathname));
    served.requests.push(path);
    const file = await firstFile(folders, path.endsWith("/") ? `${path}index.html` : path);
    if (!file) return response.writeHead(404).end();
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200, {
      "content-type": mediaTypes[extname(file.path)] ?? "application/octet-stream",
      "content-length": file.size - from,
      ...(isolated
        ? { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" }
        : {}),
    });
    const cut = path.endsWith(".onnx") ? served.cutAfter : undefined;
    const stall = path.endsWith(".onnx") ? served.stall : undefined;
    if (stall) {
      const start = createReadStream(file.path, { start: from, end: from + stall.after - 1 });
      await pipeline(start, response, { end: false }).catch(() => undefined);
      await stall.until;
      if (response.destroyed) return;
    }
    const begin = from + (stall?.after ?? 0);
    const stream = createReadStream(file.path, { start: begin, ...(cut ? { end: from + cut - 1 } : {}) });
    stream.pipe(response, { end: cut === undefined });
    if (cut !== undefined) stream.on("end", () => setTimeout(() => response.destroy(), 50));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return Object.assign(served, { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

async function firstFile(folders: readonly string[], path: string) {
  for (const folder of folders) {
    const found = await stat(join(folder, path)).catch(() => undefined);
    if (found?.isFile()) return { path: join(folder, path), size: found.size };
  }
  return undefined;
}

/** Builds the page, once for the same sources, and gives the folder that it is in. */
export async function buildPage(): Promise<string> {
  const page = join(root, "test/hosts/web-page");
  const outDir = join(tmpdir(), `unclip-web-page-${await sourcesKey()}`);
  if (existsSync(outDir)) return outDir;
  const draft = await mkdtemp(`${outDir}-`);
  await build({ root: page, configFile: join(page, "vite.config.ts"), build: { outDir: draft } });
  // Another test may have been quicker.
  await rename(draft, outDir).catch(() => rm(draft, { recursive: true }));
  return outDir;
}

/** Another key whenever a file that the page may be made of was written. */
async function sourcesKey(): Promise<string> {
  const folders = (await readdir(join(root, "packages"))).map((name) => join(root, "packages", name, "src"));
  const hash = createHash("sha256").update(await stamp(join(root, "package-lock.json")));
  for (const folder of [...folders, join(root, "test/hosts")])
    for (const file of (await readdir(folder, { recursive: true })).sort())
      if (/\.(ts|html)$/.test(file)) hash.update(`${file} ${await stamp(join(folder, file))}`);
  return hash.digest("hex").slice(0, 12);
}

async function stamp(path: string): Promise<string> {
  const { mtimeMs, size } = await stat(path);
  return `${mtimeMs} ${size}`;
}

/** Instead of a graphics card: WebGPU on SwiftShader, the software driver that comes with Chromium. */
export const softwareGpuFlags = [
  ...chromiumFlags.filter((flag) => flag !== "--disable-gpu"),
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
];

/** A browser with a profile of its own, which goes when it is closed. */
export async function openBrowser(flags: readonly string[] = chromiumFlags): Promise<BrowserContext> {
  const found = await findChromium();
  if ("missing" in found) throw new Error(found.missing);
  const context = await chromium.launchPersistentContext("", {
    executablePath: found.path,
    args: [...flags],
  });
  context.setDefaultTimeout(120_000);
  return context;
}

/** Opens the page, whose functions are then called by name. */
export async function openPage(context: BrowserContext, address: string): Promise<WebPage> {
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForFunction("window.call");
  return {
    page,
    call: (name, ...args) =>
      page.evaluate(([name, args]) => (window as never as Caller).call(name, ...args), [name, args] as const),
  };
}

interface Caller {
  call(name: string, ...args: readonly unknown[]): Promise<unknown>;
}

export interface WebPage extends Caller {
  readonly page: Page;
}
