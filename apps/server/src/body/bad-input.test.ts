import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemOf } from "../../testing/client.ts";
import { faultGraph } from "../../testing/fault-graph.ts";
import { startTestServer, type TestServer } from "../../testing/test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await (await server.api("/vocabulary")).json();
});
afterAll(async () => {
  // Whatever was sent, nothing was accepted and the process is the same.
  expect(server.services.repository.count()).toEqual({ queued: 0, running: 0 });
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  await server.end();
});

const json = { "content-type": "application/json" };
const send = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json) =>
  server.api("/runs", { method: "POST", headers, body });
const graph = faultGraph("wait");
const text = JSON.stringify({ graph });
// biome-ignore lint/suspicious/noExplicitAny: the changes make what no type allows
const edit = (change: (graph: any) => void) => {
  const copy = structuredClone(graph);
  change(copy);
  return JSON.stringify({ graph: copy });
};
const nested = (levels: number) => `{"graph":${"[".repeat(levels)}${"]".repeat(levels)}}`;

/** Row of the bad-input catalogue, what is sent, and the answer. */
const documents: readonly [string, string | Uint8Array<ArrayBuffer>, number, string][] = [
  ["1 an empty body", "", 400, "graph_missing"],
  ["1 only blanks", " \n", 400, "graph_missing"],
  ["1 no graph in it", "{}", 400, "graph_missing"],
  ["2 truncated JSON", text.slice(0, -3), 400, "json_invalid"],
  ["2 more after the end", `${text}}`, 400, "json_invalid"],
  ["2 a byte order mark", `\uFEFF${text}`, 400, "json_invalid"],
  ["3 NaN", text.replace('"hello"', "NaN"), 400, "json_invalid"],
  ["3 Infinity", text.replace('"hello"', "-Infinity"), 400, "json_invalid"],
  ["4 bytes that are not UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 400, "utf8_invalid"],
  ["8 400,000 levels", nested(400_000), 400, "json_too_deep"],
  ["9 a key twice", text.replace('"unclip":1', '"unclip":1,"unclip":1'), 400, "json_duplicate_key"],
  ["9 the graph twice", text.replace('"graph"', '"graph":1,"graph"'), 400, "json_duplicate_key"],
  [
    "10 __proto__ in the graph",
    text.replace('"params":{}', '"params":{"__proto__":{"polluted":true}}'),
    400,
    "key_forbidden",
  ],
  ["10 __proto__ in the request", text.replace("{", '{"__proto__":{"polluted":true},'), 400, "key_forbidden"],
  ["11 an array", "[1,2]", 422, "not_our_format"],
  ["11 ComfyUI's format", '{"graph":{"3":{"class_type":"KSampler","inputs":{}}}}', 422, "not_our_format"],
  ["12 a newer version", edit((g) => (g.unclip = 99)), 422, "schema_version"],
  ["12 no version", edit((g) => delete g.unclip), 422, "schema_version"],
  ["13 an unknown property", edit((g) => (g.color = 1)), 422, "unknown_property"],
  ["13 an unknown property of the request", text.replace("{", '{"color":1,'), 422, "unknown_property"],
  ["14 a node id twice", text.replace('"say":', '"say":{"type":"say"},"say":'), 422, "node_id_duplicate"],
  ["15 an id with other characters", edit((g) => (g.nodes["A B"] = { type: "say" })), 422, "node_id_invalid"],
  ["16 an unknown node type", edit((g) => (g.nodes.middle.type = "wiat")), 422, "node_type_unknown"],
  [
    "17 an edge from a node that is not there",
    edit((g) => (g.nodes.show.inputs.text = "nobody.text")),
    422,
    "edge_dangling",
  ],
  [
    "17 an edge from a port that is not there",
    edit((g) => (g.nodes.show.inputs.text = "say.image")),
    422,
    "edge_dangling",
  ],
  ["18 a wrong kind", edit((g) => (g.nodes.middle.inputs.milliseconds = "say.text")), 422, "kind_mismatch"],
  ["21 a required input without an edge", edit((g) => delete g.nodes.middle.inputs), 422, "input_missing"],
  ["22 a cycle", edit((g) => (g.nodes.middle.inputs.text = "middle.text")), 422, "graph_cycle"],
  ["23 nothing to show", edit((g) => delete g.nodes.show), 422, "graph_no_output"],
  ["24 no nodes", edit((g) => (g.nodes = {})), 422, "graph_no_output"],
  [
    "24 2001 nodes",
    edit(
      (g) =>
        (g.nodes = Object.fromEntries(Array.from({ length: 2001 }, (_, i) => [`n${i}`, { type: "say" }]))),
    ),
    422,
    "graph_too_large",
  ],
  ["27 a param out of range", edit((g) => (g.nodes.middle.params.milliseconds = -1)), 422, "param_range"],
  [
    "27 a fraction for an integer",
    edit((g) => (g.nodes.middle.params.milliseconds = 1.5)),
    422,
    "param_range",
  ],
  ["27 a text for a number", edit((g) => (g.nodes.middle.params.milliseconds = "NaN")), 422, "param_kind"],
  ["a target that is not there", text.replace("{", '{"targets":["nobody"],'), 422, "target_unknown"],
];

describe("bad input", () => {
  it.each(documents)("%s", async (_name, body, status, code) => {
    const response = await send(body);
    const problem = await problemOf(response);
    expect([response.status, problem.code]).toEqual([status, code]);
    expect(problem.status).toBe(status);
    expect(problem.detail.length).toBeGreaterThan(10);
    expect(problem.detail).not.toMatch(/\n\s+at /);
  });

  it("tells every problem of a graph at once, with its node", async () => {
    const body = edit((g) => {
      g.nodes.middle.params.milliseconds = -1;
      g.nodes.show.inputs.text = "nobody.text";
    });
    const { problems } = await problemOf(await send(body));
    expect(problems).toHaveLength(2);
    expect(problems).toContainEqual(
      expect.objectContaining({ code: "param_range", node: "middle", port: "milliseconds" }),
    );
    expect(problems).toContainEqual(
      expect.objectContaining({ code: "edge_dangling", node: "show", port: "text" }),
    );
  });

  it("25 checks a chain of 1,900 nodes without overflowing", async () => {
    const nodes: Record<string, unknown> = { n0: { type: "say" } };
    for (let i = 1; i < 1900; i++)
      nodes[`n${i}`] = { type: "wait", params: { milliseconds: 0 }, inputs: { text: `n${i - 1}.text` } };
    nodes.show = { type: "show", inputs: { text: "n1899.text" } };
    const run = await server.submit({ ...graph, nodes });
    expect(await server.ended(run)).toMatchObject({ status: "done" });
  });

  it("5 refuses a 50 MB body before reading it, and one without a length when it is too long", async () => {
    const big = new Uint8Array(50_000_000).fill(0x20);
    expect(await problemOf(await send(big))).toMatchObject({ status: 413, code: "body_too_large" });
    const stream = new Blob([big.subarray(0, 2_000_000)]).stream();
    const chunked = await server.api("/runs", {
      method: "POST",
      headers: json,
      body: stream,
      duplex: "half",
    } as RequestInit);
    expect(await problemOf(chunked)).toMatchObject({ status: 413, code: "body_too_large" });
  });

  it("6 refuses a gzip bomb and an encoding that it does not know", async () => {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(50_000_000)));
    expect(bomb.length).toBeLessThan(100_000);
    expect(await problemOf(await send(bomb, { ...json, "content-encoding": "gzip" }))).toMatchObject({
      status: 413,
    });
    const other = { ...json, "content-encoding": "rot13" };
    expect(await problemOf(await send(text, other))).toMatchObject({ status: 415, code: "content_encoding" });
    const wrong = { ...json, "content-encoding": "gzip" };
    expect(await problemOf(await send(text, wrong))).toMatchObject({ status: 400, code: "body_invalid" });
  });

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json; charset=utf-16",
    "application/jsonp",
    "",
  ])("7 refuses the content type %j", async (type) => {
    expect(
      await problemOf(await send(new TextEncoder().encode(text), type ? { "content-type": type } : {})),
    ).toMatchObject({
      status: 415,
      code: "content_type",
    });
  });

  it("10 refuses a million-character text and keeps an odd one as it is", async () => {
    const long = edit((g) => (g.nodes.say.params.text = "x".repeat(500_000)));
    expect(await problemOf(await send(long))).toMatchObject({ status: 422 });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it must stay as it is
    const odd = "nul \u0000, right-to-left \u202e, {{7*7}}, ${process.exit()}, <img onerror=alert(1)>";
    const run = await server.submit(faultGraph("wait", { milliseconds: 0 }, odd));
    await server.ended(run);
    const shown = (await server.events(run)).find((e) => e.event === "node-finished" && e.node === "show");
    expect(shown).toMatchObject({ outputs: { text: { items: [{ text: odd }] } } });
  });
});
