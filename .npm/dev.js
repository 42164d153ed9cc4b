/**
 * `npm run dev`: the editor with hot reload, and a server that starts again when its sources change. Both run on the
 * sources, so nothing is built. Runs and pictures go to `data/dev`. Other options are handed to the server.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const [editorPort, serverPort] = ["5173", "8420"];
const server = [
  "--watch",
  "--conditions=@unclip/source",
  "apps/server/src/main.ts",
  ...["--port", serverPort, "--data", "data/dev", "--no-token"],
  ...["--allow-host", `localhost:${editorPort}`, "--allow-host", `127.0.0.1:${editorPort}`],
  ...process.argv.slice(2),
];
const vite = ["node_modules/vite/bin/vite.js", "apps/editor", "--port", editorPort, "--strictPort"];

console.log(`Open http://localhost:${editorPort} once both have started.`);
const children = [server, vite].map((args) => spawn(process.execPath, args, { cwd: root, stdio: "inherit" }));
const stop = () => {
  for (const child of children) child.kill();
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
for (const child of children)
  child.on("exit", (code) => {
    stop();
    process.exitCode ??= code ?? 0;
  });
