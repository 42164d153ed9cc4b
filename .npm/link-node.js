/**
 * Part of `npm ci`: makes `node` in npm scripts the Node 24 of the platform package. npm 11 links it by itself; npm 10 links
 * it for the platform at hand and then removes the link with the packages of the other platforms.
 *
 * On Windows it also makes `exec`, which `npm start` begins with: elsewhere the shell has it, and becomes the server, so
 * that the signals which npm hands on arrive.
 */
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const modules = fileURLToPath(new URL("../node_modules", import.meta.url));
const windows = process.platform === "win32";
const link = join(modules, ".bin", windows ? "node.cmd" : "node");
const platform = readdirSync(modules).find((name) => /^node-(bin-)?(darwin|linux|win)-/.test(name));

if (!existsSync(link) && platform !== undefined) {
  mkdirSync(join(modules, ".bin"), { recursive: true });
  if (windows) writeFileSync(link, `@"%~dp0\\..\\${platform}\\bin\\node.exe" %*\r\n`);
  else {
    symlinkSync(join("..", platform, "bin", "node"), link);
    chmodSync(join(modules, platform, "bin", "node"), 0o755);
  }
}
if (windows) writeFileSync(join(modules, ".bin", "exec.cmd"), "@%*\r\n");
