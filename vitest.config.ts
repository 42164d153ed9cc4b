import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Sources are read through the export condition, so tests need no build. */
const conditions = ["@unclip/source", "module", "node", "development|production"];

/** Milliseconds after which a test counts as hung: far above what a slow or busy machine takes. No test measures time. */
const hung = 480_000;

const measured = ["test/browser/performance.test.ts"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    passWithNoTests: false,
    expect: { poll: { timeout: 60_000 } },
    // Tests start some hundred processes on the sources; what one has compiled the next one reads, in half the time.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/compile", import.meta.url)) },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: [
            "packages/*/src/**/*.test.{ts,tsx}",
            "apps/*/src/**/*.test.{ts,tsx}",
            "test/packs/**/*.test.ts",
          ],
          testTimeout: hung,
          // A process for many files: loading the modules anew for each is a third of the time.
          isolate: false,
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          // What spans packages: the real model, real processes, a real browser. These wait more than they compute.
          name: "whole",
          include: ["test/*/**/*.test.ts"],
          exclude: ["test/packs/**", ...measured],
          testTimeout: hung,
          hookTimeout: hung,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          // What is timed has the machine to itself.
          name: "measured",
          include: measured,
          testTimeout: hung,
          hookTimeout: hung,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
