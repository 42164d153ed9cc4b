import express, { type Express, Router } from "express";
import { lacksSlash } from "./access/base-path.ts";
import { refuseForeign, requireToken } from "./access/guard.ts";
import { securityHeaders } from "./access/headers.ts";
import { limitBytes, limitRate } from "./access/rate-limit.ts";
import { signIn } from "./access/sign-in.ts";
import { ApiError, problemHandler } from "./problem.ts";
import { assetRoutes } from "./routes/assets.ts";
import { editorRouter } from "./routes/editor.ts";
import { graphRoutes } from "./routes/graphs.ts";
import { healthRoutes } from "./routes/health.ts";
import { metricsRoutes } from "./routes/metrics.ts";
import { modelRoutes } from "./routes/models.ts";
import { openApiRoutes } from "./routes/openapi.ts";
import { packRoutes } from "./routes/packs.ts";
import type { Route } from "./routes/route.ts";
import { runRoutes } from "./routes/runs.ts";
import { sessionRoutes } from "./routes/session.ts";
import { templateRoutes } from "./routes/templates.ts";
import { usageRoutes } from "./routes/usage.ts";
import { vocabularyRoutes } from "./routes/vocabulary.ts";
import type { Services } from "./services.ts";

/** Every route of the API. */
export function apiRoutes(services: Services): Route[] {
  const routes = [
    ...vocabularyRoutes(services),
    ...templateRoutes(services),
    ...modelRoutes(services),
    ...packRoutes(services),
    ...runRoutes(services),
    ...graphRoutes(services),
    ...assetRoutes(services),
    ...usageRoutes(services),
    ...healthRoutes(services),
    ...metricsRoutes(services),
    ...sessionRoutes(services),
  ];
  return [...routes, ...openApiRoutes(routes, services)];
}

/** The HTTP application, without a port: who may come in, the API, the editor. */
export function createApp(services: Services): Express {
  const app = express();
  app.disable("x-powered-by");
  app.use(securityHeaders(), refuseForeign(services.allowed));
  const { entrance, rate, bytesRate, base } = services;
  if (entrance !== undefined)
    app.use(
      signIn({ ...services.signIn, entrance, base, users: services.users }),
      requireToken(entrance, base),
    );
  app.use((request, response, next) => {
    if (!lacksSlash(request)) return next();
    response.redirect(308, base.of(request.url));
  });
  if (rate !== undefined) app.use("/api/v1", limitRate(rate));
  if (bytesRate !== undefined) app.use("/api/v1", limitBytes(bytesRate));
  app.use("/api/v1", apiRouter(apiRoutes(services)));
  app.use(editorRouter(services.folders.editor, base));
  app.use((request) => {
    throw new ApiError(404, "route_unknown", `There is nothing at ${request.path}.`);
  });
  app.use(problemHandler);
  return app;
}

function apiRouter(routes: readonly Route[]): Router {
  const router = Router();
  for (const route of routes)
    router[route.method](route.path, (request, response) => {
      response.set("Cache-Control", "no-store");
      return route.handle(request, response);
    });
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map((route) => route.method.toUpperCase());
    router.all(path, (request) => {
      throw new ApiError(
        405,
        "method_unknown",
        `${path} knows ${methods.join(", ")}, not ${request.method}.`,
        {},
        { Allow: methods.join(", ") },
      );
    });
  }
  return router;
}
