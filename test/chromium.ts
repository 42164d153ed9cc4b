/** Finds a Chrome or Chromium for the browser tests, or gets one where the system is Debian and we may. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const places = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

const found = () => places.find((path) => path !== undefined && existsSync(path));

/** Flags that let Chromium run as root, in a container, without looking anything up on the network. */
export const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

/** The path of a browser, or one sentence that says what to install. */
export async function findChromium(): Promise<{ path: string } | { missing: string }> {
  const path = found() ?? (install() ? found() : undefined);
  return path === undefined
    ? {
        missing:
          "The browser tests need Chrome or Chromium: install one (Debian: apt-get install chromium) or set CHROMIUM to its path.",
      }
    : { path };
}

/** Installs Debian's Chromium when we are root on a system that has apt. Says whether it went through. */
function install(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get"))
    return false;
  console.log("No Chrome or Chromium found: installing Debian's chromium.");
  const apt = (...args: string[]) =>
    spawnSync("apt-get", args, {
      stdio: "ignore",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    }).status === 0;
  return apt("update") && apt("install", "--yes", "--no-install-recommends", "chromium");
}
