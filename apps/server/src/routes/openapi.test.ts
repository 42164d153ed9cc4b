import type { SavedGraph } from "@unclip/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { faultGraph } from "../../testing/fault-graph.ts";
import { startTestServer, type TestServer } from "../../testing/test-server.ts";
import { apiRoutes } from "../app.ts";

interface Operation {
  readonly responses: Readonly<Record<string, { readonly description: string; readonly headers?: object }>>;
}

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.end());

describe("the OpenAPI document", () => {
  it("describes every route of the running server, and every path parameter", async () => {
    const document = await (await server.api("/openapi.json")).json();
    expect(document.openapi).toBe("3.1.0");
    for (const { method, path } of apiRoutes(server.services)) {
      const key = `/api/v1${path.replaceAll(/:(\w+)/g, "{$1}")}`;
      const operation = document.paths[key]?.[method];
      expect([key, operation?.summary]).toEqual([key, expect.stringMatching(/\.$/)]);
      const named = operation.parameters
        .filter((p: { in: string }) => p.in === "path")
        .map((p: { name: string }) => p.name);
      expect(named).toEqual([...path.matchAll(/:(\w+)/g)].map((m) => m[1]));
    }
    const ids = Object.values(document.paths).flatMap((p) =>
      Object.values(p as object).map((o) => o.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(document.security).toEqual([{ token: [] }, { session: [] }]);
    expect(document.components.securitySchemes.session).toMatchObject({
      in: "cookie",
      name: `unclip-${new URL(server.origin).port}`,
    });
    expect(
      document.paths["/api/v1/runs"].post.requestBody.content["application/json"].schema.required,
    ).toEqual(["graph"]);
  });

  it("is what the server answers: every reply with a schema fits it", async () => {
    const graph = faultGraph("wait", { milliseconds: 20 });
    const run = await server.submit(graph);
    await server.ended(run);
    const headers = { "content-type": "application/json" };
    const saving = await server.api("/graphs", { method: "POST", body: JSON.stringify({ graph }), headers });
    const saved = (await saving.json()) as SavedGraph;
    const routes = apiRoutes(server.services).filter(
      (r) => r.method === "get" && r.replies[200]?.schema !== undefined,
    );
    expect(routes.length).toBeGreaterThan(5);
    for (const { path, replies } of routes) {
      const id = path.startsWith("/graphs") ? saved.id : run;
      const response = await server.api(path.replace(":id", id).replace(":name", "none"));
      const parsed = replies[200]!.schema!.safeParse(await response.json());
      expect([path, response.status, parsed.error]).toEqual([path, 200, undefined]);
    }
  });

  it("names every refusal that a client can meet before and in a route, 429 among them", async () => {
    const { paths } = await (await server.api("/openapi.json")).json();
    for (const [path, operations] of Object.entries<Record<string, Operation>>(paths))
      for (const [method, { responses }] of Object.entries(operations)) {
        for (const status of ["401", "403", "421", "429"])
          expect([path, method, status in responses]).toEqual([path, method, true]);
        expect(responses["429"]?.description).toContain("rate_limited");
        expect(responses["429"]?.headers).toHaveProperty("Retry-After");
        if (method !== "get") expect(responses["507"]?.description).toContain("storage_failed");
      }
    expect(paths["/api/v1/runs"].post.responses["429"].description).toBe(
      "queue_full, quota_queued, quota_stored, rate_limited",
    );
    expect(paths["/api/v1/graphs"].post.responses["429"].description).toContain("quota_stored");
    expect(paths["/api/v1/assets"].put.responses["429"].description).toContain("quota_stored");
  });

  it("counts runs and nodes for Prometheus", async () => {
    const before = await (await server.api("/metrics")).text();
    const count = (text: string, name: string) =>
      Number(
        text
          .split("\n")
          .find((line) => line.startsWith(`${name} `))
          ?.slice(name.length),
      );
    await server.ended(await server.submit(faultGraph("wait", { milliseconds: 20 }, "counted")));
    await expect
      .poll(
        async () => {
          const after = await (await server.api("/metrics")).text();
          return [
            "unclip_runs_accepted_total",
            'unclip_runs_ended_total{status="done"}',
            'unclip_nodes_total{result="computed"}',
            "unclip_node_seconds_count",
          ].map((name) => count(after, name) - count(before, name));
        },
        { timeout: 60_000 },
      )
      .toEqual([1, 1, 3, 3]);
  });
});
