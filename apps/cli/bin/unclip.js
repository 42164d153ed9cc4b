#!/usr/bin/env node
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [major = 0] = process.versions.node.split(".").map(Number);
const main = new URL("../dist/main.js", import.meta.url);
if (major < 24) {
  console.error(
    `unclip needs Node 24 or newer and runs on ${process.versions.node}: run it through npx in the repository, which has its own.`,
  );
  process.exit(2);
}
if (!existsSync(fileURLToPath(main))) {
  console.error("unclip is not built yet: run `npm run build` in the repository.");
  process.exit(2);
}
const { main: run } = await import(main.href);
process.exitCode = await run(process.argv.slice(2));
