import { createHash } from "node:crypto";
import { serializeGraph } from "@unclip/graph";
import type { GraphVersionList, SavedGraph, SavedGraphList } from "@unclip/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemOf } from "../../testing/client.ts";
import { startTestServer, type TestServer } from "../../testing/test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({}, { limits: { stored: 3000 } });
});
afterAll(() => server.end());

const graphOf = (text: string) =>
  ({
    unclip: 1,
    title: "A heart",
    model: "none",
    // No node type of that name exists: what is saved need not run.
    nodes: { a: { type: "still-to-come", params: { text } } },
  }) as const;
const send = (method: "POST" | "PUT", path: string, body: unknown) =>
  server.api(path, {
    method,
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
const json = async <T>(response: Promise<Response>) => (await (await response).json()) as T;

describe("saved graphs", () => {
  it("are saved, loaded, saved again, listed and removed", async () => {
    const created = await send("POST", "/graphs", { graph: graphOf("one"), name: "Mine" });
    expect(created.status).toBe(201);
    const first = (await created.json()) as SavedGraph;
    expect(created.headers.get("location")).toBe(`/api/v1/graphs/${first.id}`);
    expect(first).toMatchObject({ name: "Mine", versions: 1 });

    const second = await json<SavedGraph>(
      send("PUT", `/graphs/${first.id}`, { graph: graphOf("two"), base: first.version }),
    );
    expect(second).toMatchObject({ name: "Mine", versions: 2 });
    const late = await send("PUT", `/graphs/${first.id}`, { graph: graphOf("three"), base: first.version });
    expect(await problemOf(late)).toMatchObject({ status: 409, code: "graph_changed" });

    expect(await server.get(`/graphs/${first.id}`)).toEqual(second);
    const file = await (await server.api(`/graphs/${first.id}/versions/latest`)).text();
    expect(file).toBe(serializeGraph(graphOf("two")));
    expect(createHash("sha256").update(file).digest("hex")).toBe(second.version);
    expect(await server.get(`/graphs/${first.id}/versions/${first.version}`)).toEqual(graphOf("one"));
    const listed = (await server.get("/graphs?search=mine&limit=10")) as SavedGraphList;
    expect(listed).toEqual({ graphs: [second], next: null });
    const page = (await server.get(`/graphs/${first.id}/versions?limit=1`)) as GraphVersionList;
    expect(page).toMatchObject({ versions: [{ number: 2, version: second.version }], next: "2" });
    expect(await server.get(`/graphs/${first.id}/versions?before=${page.next}`)).toMatchObject({
      versions: [{ number: 1, version: first.version }],
      next: null,
    });

    expect((await server.api(`/graphs/${first.id}`, { method: "DELETE" })).status).toBe(204);
    expect(await problemOf(await server.api(`/graphs/${first.id}`))).toMatchObject({
      status: 404,
      code: "graph_unknown",
    });
    expect((await server.api(`/graphs/${first.id}`, { method: "DELETE" })).status).toBe(404);
  });

  it("are refused where the document, the name or the address is none", async () => {
    const graph = graphOf("one");
    const cases: [unknown, number, string][] = [
      [{}, 400, "graph_missing"],
      [{ graph: { ...graph, color: 1 } }, 422, "unknown_property"],
      [{ graph: { ...graph, unclip: 99 } }, 422, "schema_version"],
      [{ graph, color: 1 }, 422, "unknown_property"],
      [{ graph, name: "" }, 422, "request_invalid"],
      [{ graph, name: "a\u0000b" }, 422, "request_invalid"],
      [{ graph, name: "x".repeat(201) }, 422, "request_invalid"],
      [{ graph, base: "../x" }, 422, "request_invalid"],
      [{ graph: graphOf("x".repeat(4000)) }, 429, "quota_stored"],
    ];
    for (const [body, status, code] of cases)
      expect(await problemOf(await send("POST", "/graphs", body))).toMatchObject({ status, code });
    expect(await problemOf(await send("PUT", "/graphs/nobody00", { graph }))).toMatchObject({
      code: "graph_unknown",
    });
    for (const path of ["/graphs/..%2f..%2ftoken", `/graphs/nobody00/versions/..%2f..%2ftoken`])
      expect(await problemOf(await server.api(path))).toMatchObject({ status: 400, code: "id_invalid" });
    expect(await problemOf(await server.api("/graphs?limit=0"))).toMatchObject({ code: "paging" });
    expect(await problemOf(await server.api("/graphs/nobody00/versions?search=x"))).toMatchObject({
      code: "paging",
    });
    expect(await server.get("/graphs")).toEqual({ graphs: [], next: null });
  });
});
