import { defaultClientConditions, defineConfig } from "vite";

export default defineConfig({
  logLevel: "warn",
  // Onnxruntime's module stays a file of its own, since its threads run it.
  resolve: { conditions: ["@unclip/source", "onnxruntime-web-use-extern-wasm", ...defaultClientConditions] },
  worker: { format: "es" },
  build: { target: "esnext", assetsInlineLimit: 0, emptyOutDir: true },
});
