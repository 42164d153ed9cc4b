import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = "http://127.0.0.1:8420";

export default defineConfig({
  plugins: [react()],
  // Workspace packages are bundled from their source, so that neither development nor this build needs theirs first.
  resolve: { conditions: ["@unclip/source", "module", "browser", "development|production"] },
  build: {
    target: "esnext",
    outDir: "dist",
    emptyOutDir: true,
    // The server's content security policy has no data: fonts.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: { "/api": server, "/socket.io": { target: server, ws: true } },
  },
});
