import { readFile } from "node:fs/promises";
import { join } from "node:path";
import express, { type RequestHandler, Router } from "express";
import type { BasePath } from "../access/base-path.ts";

/**
 * The built editor. Files under `assets/` carry a hash of their content in their name, so browsers keep them for
 * good; the page itself is asked for each time.
 */
export function editorRouter(folder: string, base: BasePath): RequestHandler {
  const router = Router();
  router.get("/", async (_request, response) => {
    const page = await readFile(join(folder, "index.html"), "utf8").catch(() => undefined);
    if (page !== undefined) {
      response.set("Cache-Control", "no-cache").type("html").send(atBasePath(page, base));
      return;
    }
    response
      .status(503)
      .type("text/plain")
      .send(
        "The editor is not built. Run `npm run build` in the repository and load this page again. The API is at /api/v1.\n",
      );
  });
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
  return router;
}

/**
 * The page with addresses that begin with the base path: relative ones would depend on whether the browser's address ends
 * with a slash. The page reads the base path from its `meta` element.
 */
function atBasePath(page: string, base: BasePath): string {
  return page
    .replaceAll(/ (src|href)="\.\//g, ` $1="${base.of("/")}`)
    .replace("<head>", `<head>\n    <meta name="base-path" content="${base.of("/")}" />`);
}
