import { existsSync } from "node:fs";
import { join } from "node:path";
import express, { type RequestHandler, Router } from "express";

/**
 * The built editor. Files under `assets/` carry a hash of their content in their name, so browsers keep them for
 * good; the page itself is asked for each time.
 */
export function editorRouter(folder: string): RequestHandler {
  const router = Router();
  router.use(
    "/assets",
    express.static(join(folder, "assets"), {
      immutable: true,
      maxAge: "1y",
      index: false,
      fallthrough: true,
    }),
  );
  router.use(
    express.static(folder, {
      cacheControl: false,
      setHeaders: (response) => response.setHeader("Cache-Control", "no-cache"),
    }),
  );
  router.get("/", (_request, response, next) => {
    if (existsSync(join(folder, "index.html"))) return next();
    response
      .status(503)
      .type("text/plain")
      .send(
        "The editor is not built. Run `npm run build` in the repository and load this page again. The API is at /api/v1.\n",
      );
  });
  return router;
}
