import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { staticBuild } from "./static-build.ts";

/** Bytes of the three builds of onnxruntime-web, so that the progress of their download has an end. */
function runtimeBytes(): Record<string, number> {
  const names = { jspi: ".jspi", asyncify: ".asyncify", wasm: "" };
  const size = (suffix: string) => {
    const found = import.meta.resolve(`onnxruntime-web/ort-wasm-simd-threaded${suffix}.wasm`);
    return statSync(fileURLToPath(found)).size;
  };
  return Object.fromEntries(Object.entries(names).map(([build, suffix]) => [build, size(suffix)]));
}

const server = "http://127.0.0.1:8420";
/** What gives WebAssembly threads; the server sends the same. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

const staticFolder = fileURLToPath(new URL("../../dist-static", import.meta.url));

export default defineConfig(({ mode }) => ({
  plugins: [react(), ...(mode === "static" ? [staticBuild(staticFolder)] : [])],
  define: { RUNTIME_BYTES: JSON.stringify(runtimeBytes()) },
  // Both builds may be anywhere below an address.
  base: "./",
  // Workspace packages are bundled from their source, so that neither development nor this build needs theirs first.
  // Onnxruntime's module stays a file of its own: each of its threads runs it again, and in a chunk of ours would hang.
  resolve: {
    conditions: [
      "@unclip/source",
      "onnxruntime-web-use-extern-wasm",
      "module",
      "browser",
      "development|production",
    ],
  },
  optimizeDeps: { exclude: ["onnxruntime-web"] },
  worker: { format: "es" },
  build: {
    target: "esnext",
    outDir: mode === "static" ? staticFolder : "dist",
    emptyOutDir: true,
    // The server's content security policy has no data: fonts.
    assetsInlineLimit: 0,
  },
  server: {
    headers: isolation,
    proxy: { "/api": server, "/sign-in": server, "/socket.io": { target: server, ws: true } },
  },
  preview: { headers: isolation },
}));
