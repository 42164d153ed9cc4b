/**
 * `npm test`: every check of the repository, in order from cheap to dear, on the built code. Each check counts as one
 * test; the last line is `N passed, N failed`. `npm test -- NAME` runs only the checks whose name has NAME in it.
 */
import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findChromium } from "./chromium.ts";

const root = new URL("..", import.meta.url).pathname;
const report = join(tmpdir(), `unclip-vitest-${process.pid}.json`);

const checks: readonly { readonly name: string; readonly command: readonly string[] }[] = [
  { name: "build", command: ["npm", "run", "--silent", "build"] },
  { name: "types of the tests", command: ["tsc", "-p", "tsconfig.test.json"] },
  { name: "boundaries", command: ["turbo", "boundaries", "--no-color"] },
  { name: "lint", command: ["biome", "ci", "--max-diagnostics=50", "."] },
  { name: "unused code", command: ["knip", "--treat-config-hints-as-errors"] },
  {
    name: "vitest",
    command: ["vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
  },
];

/** Runs one command to its end, its output on ours, and says whether it exited with 0. */
function succeeds([file, ...rest]: readonly string[]): Promise<boolean> {
  return new Promise((done) => {
    const child = spawn(file ?? "", rest, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
    child.on("error", () => done(false));
    child.on("close", (code) => done(code === 0));
  });
}

/** Tests passed and failed in vitest's JSON report; a suite that did not load counts as one failure. */
async function countTests(): Promise<{ passed: number; failed: number }> {
  const json = JSON.parse(await readFile(report, "utf8"));
  await rm(report, { force: true });
  const unloaded = json.testResults.filter(
    (suite: { status: string; assertionResults: unknown[] }) =>
      suite.status === "failed" && suite.assertionResults.length === 0,
  ).length;
  return { passed: json.numPassedTests, failed: json.numFailedTests + unloaded };
}

const only = process.argv[2];
const chromium = await findChromium();
if ("missing" in chromium) console.error(chromium.missing);
else process.env.CHROMIUM = chromium.path;

let passed = 0;
let failed = 0;
for (const check of checks) {
  if (only !== undefined && !check.name.includes(only)) continue;
  const started = performance.now();
  const ok = await succeeds(check.command);
  console.log(`${ok ? "✓" : "✗"} ${check.name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (check.name === "vitest") {
    const tests = await countTests().catch(() => ({ passed: 0, failed: 1 }));
    passed += tests.passed;
    failed += tests.failed + (!ok && tests.failed === 0 ? 1 : 0);
  } else if (ok) passed += 1;
  else failed += 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
