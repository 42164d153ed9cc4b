/**
 * What `vite build --mode static` adds: the editor that needs no server, with templates and model packs beside it.
 */
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Manifest } from "@unclip/host";
import type { ModelList } from "@unclip/protocol";
import type { Plugin } from "vite";

const editor = fileURLToPath(new URL(".", import.meta.url));
const repository = join(editor, "../..");

/** @param outDir folder of the finished site */
export function staticBuild(outDir: string): Plugin {
  return {
    name: "unclip-static",
    enforce: "pre",
    // What asks a server is replaced by what answers in the browser; nothing else of the editor knows.
    async resolveId(source, importer) {
      const name = /\/server\/(api|live)\.ts$|^\.\/(api|live)\.ts$/.exec(source);
      if (!name || importer === undefined || importer.includes("/browser-runner/")) return null;
      const found = await this.resolve(source, importer, { skipSelf: true });
      const module = /\/src\/server\/(api|live)\.ts$/.exec(found?.id ?? "");
      return module ? join(editor, "src/browser-runner", `${module[1]}.ts`) : null;
    },
    transformIndexHtml: {
      order: "pre",
      handler: (html) =>
        html
          .replace("/src/main.tsx", "/src/static-main.ts")
          .replace("</head>", '<link rel="manifest" href="./app.webmanifest" />\n  </head>'),
    },
    writeBundle(_options, bundle) {
      writeServiceWorker(join(outDir, "isolation.js"), Object.keys(bundle));
      writeFileSync(join(outDir, "app.webmanifest"), JSON.stringify(appManifest, undefined, 2));
      copyGraphs(join(outDir, "graphs"));
      copyPacks(join(outDir, "models"));
    },
  };
}

/** What a browser needs to install the page as an app. */
const appManifest = {
  name: "unCLIP Studio",
  short_name: "unCLIP",
  description: "A node-graph editor for unCLIP that computes in the browser.",
  start_url: "./",
  scope: "./",
  display: "standalone",
  background_color: "#f6f7f8",
  theme_color: "#ffffff",
  icons: [{ src: "./icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" }],
};

/** The service worker, named after the files of this build: their names carry hashes of what is in them. */
function writeServiceWorker(path: string, files: readonly string[]): void {
  const code = readFileSync(join(editor, "isolation.js"), "utf8");
  const build = createHash("sha256").update(files.toSorted().join("\n")).digest("hex").slice(0, 12);
  writeFileSync(path, code.replace("unclip-BUILD", `unclip-${build}`));
}

/** The example graphs, and `index.json` with their names. */
function copyGraphs(folder: string): void {
  const files = readdirSync(join(repository, "graphs")).filter((name) => name.endsWith(".json"));
  mkdirSync(folder, { recursive: true });
  for (const name of files) cpSync(join(repository, "graphs", name), join(folder, name));
  const names = files.map((name) => name.slice(0, -".json".length)).sort();
  writeFileSync(join(folder, "index.json"), JSON.stringify(names));
}

/** The model packs, `index.json` with their ids, and `list.json` with what the editor shows of each. */
function copyPacks(folder: string): void {
  const home = join(repository, "models");
  const ids = readdirSync(home).filter((id) => existsSync(join(home, id, "model.json")));
  mkdirSync(folder, { recursive: true });
  const models = ids.sort().map((id) => {
    const text = readFileSync(join(home, id, "model.json"), "utf8");
    const { title, about, license, files, roles, embedding } = JSON.parse(text) as Manifest;
    mkdirSync(join(folder, id), { recursive: true });
    for (const name of ["model.json", ...Object.keys(files)])
      cpSync(join(home, id, name), join(folder, id, name));
    const digest = createHash("sha256")
      .update(JSON.stringify(JSON.parse(text)))
      .digest("hex");
    const bytes = Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
    return {
      id,
      title,
      about,
      license: license.spdx,
      digest,
      space: embedding.joint,
      bytes,
      roles: Object.keys(roles),
      problem: null,
    };
  });
  writeFileSync(join(folder, "index.json"), JSON.stringify(ids));
  writeFileSync(join(folder, "list.json"), JSON.stringify({ models } satisfies ModelList));
}
