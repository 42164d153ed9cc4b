import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunEvent } from "@unclip/engine";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, clientOf } from "../../testing/client.ts";
import { type ServerProcess, startServerProcess } from "../../testing/server-process.ts";
import { writeTinyPacks } from "../../testing/tiny-packs.ts";

let folder: string;
let server: ServerProcess;
let client: Client;
const loaded = () => join(folder, "loaded.json");

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "unclip-real-"));
  await writeTinyPacks(join(folder, "models"));
  const preload = new URL("../../testing/loaded-modules.ts", import.meta.url).href;
  server = startServerProcess(
    "src/main.ts",
    ["--data", join(folder, "data"), "--models", join(folder, "models")],
    {
      // As `npm start` does.
      node: ["--disallow-code-generation-from-strings", "--disable-proto=throw", "--import", preload],
      env: { LOADED_MODULES: loaded() },
    },
  );
  client = clientOf(await server.ready);
});
afterAll(async () => {
  server.child.kill("SIGKILL");
  await server.exit;
  rmSync(folder, { recursive: true, force: true });
});

/** The example graph on a tiny pack, with params changed. */
function textToImage(model: string, changes: Record<string, Record<string, unknown>> = {}) {
  const graph = JSON.parse(
    readFileSync(new URL("../../../../graphs/text-to-image.json", import.meta.url), "utf8"),
  );
  for (const [node, params] of Object.entries(changes)) Object.assign(graph.nodes[node].params, params);
  return { ...graph, model };
}
/** The id of the first picture that a node made. */
const pictureOf = (events: readonly RunEvent[], node: string): string => {
  const event = events.find((e) => e.event === "node-finished" && e.node === node);
  const id = event?.event === "node-finished" ? event.outputs.image?.items[0]?.asset?.id : undefined;
  if (id === undefined) throw new Error(`${node} made no picture.`);
  return id;
};
const finished = async (graph: unknown) => {
  const run = await client.submit(graph);
  expect(await client.ended(run)).toMatchObject({ status: "done" });
  return { run, events: await client.events(run) };
};

describe("the server with its real runner", () => {
  it("refuses an edge that brings an embedding of another space, before anything runs", async () => {
    const graph = textToImage("tiny-latent");
    graph.nodes.made = { type: "embedding-file", params: { asset: "0".repeat(64), space: "other-clip" } };
    graph.nodes.decode.inputs.embedding = "made.embedding";
    const response = await client.post(graph);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      code: "space_mismatch",
      problems: [
        {
          node: "decode",
          found: expect.stringContaining("other-clip"),
          expected: expect.stringContaining("tiny-latent"),
        },
      ],
    });
  });

  it("makes a picture from a caption, and computes only what a change concerns", async () => {
    const first = await finished(textToImage("tiny-latent"));
    const picture = await client.api(`/assets/${pictureOf(first.events, "decode")}`);
    expect(picture.headers.get("content-type")).toBe("image/png");
    expect(
      Buffer.from(await picture.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
    expect(
      first.events.some((e) => e.event === "node-progress" && e.node === "decode" && e.preview !== undefined),
    ).toBe(true);

    expect((await finished(textToImage("tiny-latent"))).events.at(-1)).toMatchObject({ computed: 0 });

    const third = await finished(textToImage("tiny-latent", { decode: { guidance: 3.5 } }));
    const computed = third.events.flatMap((e) => (e.event === "node-finished" && !e.cached ? [e.node] : []));
    expect(computed).toContain("decode");
    expect(computed).not.toContain("prior");
    expect(computed).not.toContain("encode");
  });

  it("runs a graph on an uploaded picture", async () => {
    const { events } = await finished(textToImage("tiny-latent"));
    const png = await (await client.api(`/assets/${pictureOf(events, "decode")}`)).arrayBuffer();
    const upload = await client.api("/assets", {
      method: "PUT",
      body: png,
      headers: { "content-type": "image/png" },
    });
    const { id } = (await upload.json()) as { id: string };
    const graph = (asset: string) => ({
      unclip: 1,
      title: "A picture",
      model: "tiny-latent",
      nodes: {
        image: { type: "image", params: { asset } },
        shown: { type: "preview", inputs: { value: "image.image" } },
      },
    });
    expect((await finished(graph(id))).events.at(-1)).toMatchObject({ status: "done" });
    const unknown = await client.post(graph("0".repeat(64)));
    expect(await unknown.json()).toMatchObject({ status: 422, code: "asset_missing" });
  });

  it("fails a run on an altered model file and names its digest; an unknown model is refused at once", async () => {
    const file = join(folder, "models/tiny-pixel/prior.onnx");
    const bytes = readFileSync(file);
    bytes[100]! ^= 1;
    writeFileSync(file, bytes);
    const run = await client.submit(textToImage("tiny-pixel"));
    expect(await client.ended(run)).toMatchObject({ status: "failed" });
    const failed = (await client.events(run)).find((e) => e.event === "node-failed");
    expect(failed).toMatchObject({
      node: "prior",
      error: {
        code: "model_changed",
        message: expect.stringMatching(/prior\.onnx: found sha256 [0-9a-f]{64}, expected [0-9a-f]{64}/),
      },
    });
    const unknown = await client.post(textToImage("nothing"));
    expect(await unknown.json()).toMatchObject({ status: 422, code: "model_missing" });
  });

  it("computes in the runner alone: the server's process never loads onnxruntime or the node library", async () => {
    server.child.kill("SIGTERM");
    expect(await server.exit).toBe(0);
    const urls = JSON.parse(readFileSync(loaded(), "utf8")) as string[];
    // The list is one of modules: it has those that the server needs.
    expect(urls.some((url) => url.includes("/socket.io/"))).toBe(true);
    expect(
      urls.filter((url) => /onnxruntime-(node|web)|packages\/(nodes|unclip|diffusion)\//.test(url)),
    ).toEqual([]);
  });
});
