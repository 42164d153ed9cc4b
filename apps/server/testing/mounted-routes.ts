/** What an Express application answers, read from its own router and not from a list of ours. */
import type { Express } from "express";

export interface MountedRoute {
  readonly method: string;
  readonly path: string;
}

/** What is used of the layers of the `router` package; none of it is in its types. */
interface Layer {
  readonly handle: { readonly stack?: readonly Layer[] };
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  /** Where it is mounted. */
  readonly rawPath: unknown;
}

/**
 * Every method and path that has a handler. A route for all methods (`_all`), which answers what the others do not
 * know, is left out. Throws when a router is mounted at a pattern.
 */
export function mountedRoutes(app: Express): MountedRoute[] {
  const { stack } = app.router as unknown as { readonly stack: readonly Layer[] };
  return walk(stack, "");
}

function walk(stack: readonly Layer[], base: string): MountedRoute[] {
  return stack.flatMap((layer) => {
    if (layer.route !== undefined) {
      const { path, methods } = layer.route;
      return Object.keys(methods)
        .filter((method) => method !== "_all")
        .map((method) => ({ method, path: `${base}${path}` }));
    }
    if (layer.handle.stack === undefined) return [];
    if (typeof layer.rawPath !== "string")
      throw new Error("A router is mounted at something that is no path.");
    const place = layer.rawPath === "/" ? "" : layer.rawPath;
    return walk(layer.handle.stack, `${base}${place}`);
  });
}
