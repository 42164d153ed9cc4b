/**
 * What `vite build --mode static` adds: the editor that needs no server, with templates and model packs beside it.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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
      handler: (html) => html.replace("/src/main.tsx", "/src/static-main.ts"),
    },
    writeBundle() {
      cpSync(join(editor, "isolation.js"), join(outDir, "isolation.js"));
      const graphs = readdirSync(join(repository, "graphs")).filter((name) => name.endsWith(".json"));
      mkdirSync(join(outDir, "graphs"), { recursive: true });
      for (const name of graphs) cpSync(join(repository, "graphs", name), join(outDir, "graphs", name));
      const names = graphs.map((name) => name.slice(0, -".json".length)).sort();
      writeFileSync(join(outDir, "graphs", "index.json"), JSON.stringify(names));
      const packs = readdirSync(join(repository, "models")).filter((id) =>
        existsSync(join(repository, "models", id, "model.json")),
      );
      for (const id of packs)
        cpSync(join(repository, "models", id), join(outDir, "models", id), { recursive: true });
      mkdirSync(join(outDir, "models"), { recursive: true });
      writeFileSync(join(outDir, "models", "index.json"), JSON.stringify(packs.sort()));
    },
  };
}
