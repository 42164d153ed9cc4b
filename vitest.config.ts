import { defineConfig } from "vitest/config";

/** Sources are read through the export condition, so tests need no build. */
const conditions = ["@unclip/source", "module", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    passWithNoTests: false,
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
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          // What spans packages: the real model, real processes, a real browser. One file at a time: two cores.
          name: "whole",
          include: ["test/*/**/*.test.ts"],
          exclude: ["test/packs/**"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
