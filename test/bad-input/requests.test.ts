/** Bad requests around the graph: rows 1, 5, 6, 7, 24, 28, 31, 43, 44, 46 and 47 of the catalogue, by HTTP. */
import { request } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BareServer, startBareServer } from "./bare-server.ts";
import { goodGraph } from "./catalogue.ts";

let server: BareServer;
beforeAll(async () => {
  server = await startBareServer();
  expect((await server.api("/vocabulary")).status).toBe(200);
});
afterAll(() => server.close());

const json = { "content-type": "application/json" };
const good = `{"graph":${goodGraph}}`;
const post = (body: BodyInit, headers: Record<string, string> = json) =>
  server.api("/runs", { method: "POST", headers, body });
async function refused(sent: Promise<Response>): Promise<[number, string]> {
  const response = await sent;
  expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  const { code, detail } = (await response.json()) as { code: string; detail: string };
  expect(detail).toMatch(/\.( \(and \d+ more\))?$/);
  return [response.status, code];
}
const submitted = async (body: BodyInit, headers: Record<string, string> = json) => {
  const accepted = await post(body, headers);
  expect(accepted.status).toBe(202);
  return ((await accepted.json()) as { id: string }).id;
};
const ended = async (id: string) => {
  for (;;) {
    const { status } = (await (await server.api(`/runs/${id}`)).json()) as { status: string };
    if (status !== "queued" && status !== "running") return status;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
};
const withText = (text: string) => {
  const graph = JSON.parse(goodGraph.toString());
  graph.nodes.caption.params.text = text;
  return JSON.stringify({ graph });
};
const manyNodes = (count: number) =>
  JSON.stringify({
    graph: {
      unclip: 1,
      title: "Large",
      model: "tiny-latent",
      nodes: Object.fromEntries(Array.from({ length: count }, (_, i) => [`n${i}`, { type: "text" }])),
    },
  });

describe("a bad request", () => {
  test.each<[string, () => Promise<Response>, number, string]>([
    ["1 with an empty body", () => post(""), 400, "graph_missing"],
    ["1 with nothing in it", () => post("{}"), 400, "graph_missing"],
    ["5 of 100 MB", () => post(new Uint8Array(100_000_000).fill(32)), 413, "body_too_large"],
    [
      "5 of 2 MB without a length",
      () =>
        server.api("/runs", {
          method: "POST",
          headers: json,
          body: new Blob([new Uint8Array(2_000_000).fill(32)]).stream(),
          duplex: "half",
        } as RequestInit),
      413,
      "body_too_large",
    ],
    [
      "6 of 50 MB in 50 KB of gzip",
      () =>
        post(new Uint8Array(gzipSync(new Uint8Array(50_000_000))), { ...json, "content-encoding": "gzip" }),
      413,
      "body_too_large",
    ],
    [
      "6 in an unknown encoding",
      () => post(good, { ...json, "content-encoding": "rot13" }),
      415,
      "content_encoding",
    ],
    ["7 as text", () => post(good, { "content-type": "text/plain" }), 415, "content_type"],
    [
      "7 as a form",
      () => post(good, { "content-type": "application/x-www-form-urlencoded" }),
      415,
      "content_type",
    ],
    [
      "7 as multipart",
      () => post(good, { "content-type": "multipart/form-data; boundary=x" }),
      415,
      "content_type",
    ],
    [
      "7 in another charset",
      () => post(good, { "content-type": "application/json; charset=utf-7" }),
      415,
      "content_type",
    ],
    ["24 with 200,000 nodes", () => post(manyNodes(200_000)), 413, "body_too_large"],
    ["28 with a prompt of a megabyte", () => post(withText("x".repeat(1_000_000))), 413, "body_too_large"],
    ["28 with a prompt of half a megabyte", () => post(withText("x".repeat(500_000))), 422, "text_too_long"],
    ["31 for a picture of a malformed hash", () => server.api("/assets/abc"), 400, "id_invalid"],
    [
      "31 for a picture that is not there",
      () => server.api(`/assets/${"0".repeat(64)}`),
      404,
      "asset_missing",
    ],
    [
      "43 to cancel an unknown run",
      () => server.api("/runs/aaaaaaaa", { method: "DELETE" }),
      404,
      "run_unknown",
    ],
    [
      "44 with a key of two words",
      () => post(good, { ...json, "idempotency-key": "a b" }),
      400,
      "idempotency_key_invalid",
    ],
  ])("%s is refused", async (_name, send, status, code) => {
    expect(await refused(send())).toEqual([status, code]);
  });

  test("28 with NUL and bidirectional marks in its prompt is carried out, and the words stay as they are", async () => {
    const words = "a \u0000 red \u202e heart";
    const id = await submitted(withText(words));
    expect(await ended(id)).toBe("done");
    const graph = (await (await server.api(`/runs/${id}/graph`)).json()) as {
      nodes: { caption: { params: { text: string } } };
    };
    expect(graph.nodes.caption.params.text).toBe(words);
  });

  test("43 to cancel a run that has ended is a conflict; to cancel one twice is not", async () => {
    const cancel = (id: string) => server.api(`/runs/${id}`, { method: "DELETE" });
    const done = await submitted(good);
    expect(await ended(done)).toBe("done");
    expect(await refused(cancel(done))).toEqual([409, "run_finished"]);
    // The first takes so many steps that the second is not begun before it is cancelled.
    const many = JSON.parse(goodGraph.toString());
    for (const node of ["prior", "decode"]) many.nodes[node].params.steps = 1000;
    const long = await submitted(JSON.stringify({ graph: many }));
    const waiting = await submitted(withText("waits"));
    for (const run of [waiting, long]) {
      expect((await cancel(run)).status).toBe(202);
      expect(await ended(run)).toBe("cancelled");
      expect((await cancel(run)).status).toBe(200);
    }
  });

  test("44 with a used Idempotency-Key gives the same run for the same body and a conflict for another", async () => {
    const key = { ...json, "idempotency-key": "once" };
    const id = await submitted(good, key);
    expect(await submitted(good, key)).toBe(id);
    expect(await refused(post(withText("another"), key))).toEqual([409, "idempotency_conflict"]);
  });

  /** As it is written: a URL would be normalized. */
  const raw = (path: string) =>
    new Promise<[number, string]>((resolve, reject) => {
      const headers = { authorization: `Bearer ${server.token}` };
      request({ port: server.port, host: "127.0.0.1", path: `/api/v1${path}`, headers }, (response) => {
        let text = "";
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () => resolve([response.statusCode ?? 0, JSON.parse(text).code]));
      })
        .on("error", reject)
        .end();
    });

  test.each([
    ["/runs/%00", "id_invalid"],
    ["/runs/%E0%A4%A", "path_invalid"],
    ["/runs/..%2f", "id_invalid"],
    ["/assets/%00", "id_invalid"],
    ["/assets/%E0%A4%A", "path_invalid"],
    ["/assets/..%2f..%2ftoken", "id_invalid"],
    ["/templates/..%2f", "id_invalid"],
    ["/graphs/%00", "id_invalid"],
    ["/packs/..%2f/model.json", "id_invalid"],
  ])("46 for %s is refused", async (path, code) => {
    expect(await raw(path)).toEqual([400, code]);
  });

  const lists = ["/runs", "/graphs"];
  const pages = [
    "limit=-1",
    "limit=1e9",
    "limit=1000000000",
    "limit=many",
    "limit=0",
    "before=-1",
    "before=forged",
    "before=1e9",
    "before=%00",
    "limit=1&limit=2",
    "more=1",
  ];
  test.each(lists.flatMap((list) => pages.map((page) => `${list}?${page}`)))(
    "47 for %s is refused",
    async (path) => {
      expect(await refused(server.api(path))).toEqual([400, "paging"]);
    },
  );

  test.each(["after=-2", "after=1e9", "after=x", "after=1.5"])(
    "47 for events with %s is refused",
    async (page) => {
      const id = await submitted(good, { ...json, "idempotency-key": "events" });
      expect(await refused(server.api(`/runs/${id}/events?${page}`))).toEqual([400, "paging"]);
    },
  );
});
