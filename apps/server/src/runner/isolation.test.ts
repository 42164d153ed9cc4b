/** What users of one server learn of each other through results, with the real node types. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunEvent } from "@unclip/engine";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, clientOf } from "../../testing/client.ts";
import { type ServerProcess, startServerProcess } from "../../testing/server-process.ts";
import { writeTinyPacks } from "../../testing/tiny-packs.ts";

const tokens = { ann: "a".repeat(40), bob: "b".repeat(40) };
const slow = { timeout: 480_000 };
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "unclip-isolation-"));
  await writeTinyPacks(join(folder, "models"));
  const users = Object.entries(tokens).map(([name, token]) => ({ name, token }));
  writeFileSync(join(folder, "users.json"), JSON.stringify({ users }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Studio {
  readonly server: ServerProcess;
  readonly ann: Client;
  readonly bob: Client;
  readonly assets: string;
}
async function start(name: string, args: readonly string[] = []): Promise<Studio> {
  const data = join(folder, name);
  const places = ["--data", data, "--models", join(folder, "models"), "--users", join(folder, "users.json")];
  const server = startServerProcess("src/main.ts", [...places, ...args]);
  const { origin } = new URL(await server.ready);
  const client = (user: keyof typeof tokens) => clientOf(`${origin}/?token=${tokens[user]}`);
  return { server, ann: client("ann"), bob: client("bob"), assets: join(data, "assets") };
}
async function end({ server }: Studio) {
  server.child.kill("SIGKILL");
  await server.exit;
}
async function run(client: Client, graph: unknown) {
  const id = await client.submit(graph);
  const record = await client.ended(id);
  const events = await client.events(id);
  const pictures = events.flatMap((e) =>
    e.event === "node-finished"
      ? Object.values(e.outputs).flatMap((o) => o.items.flatMap(({ asset }) => (asset ? [asset.id] : [])))
      : e.event === "node-progress" && e.preview
        ? [e.preview.asset]
        : [],
  );
  const last = events.at(-1) as RunEvent & { event: "run-finished" };
  return { id, record, events, pictures: [...new Set(pictures)], last };
}
/** The example graph on a tiny pack. */
function textToImage(prompt: string) {
  const file = new URL("../../../../graphs/text-to-image.json", import.meta.url);
  const graph = JSON.parse(readFileSync(file, "utf8"));
  const text = JSON.stringify(graph).replaceAll("a red heart", prompt);
  return { ...JSON.parse(text), model: "tiny-latent" };
}
const shown = (nodes: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  unclip: 1,
  title: "A graph",
  model: "tiny-latent",
  nodes,
  ...more,
});
async function upload(client: Client, bytes: BodyInit): Promise<string> {
  const headers = { "content-type": "image/png" };
  const response = await client.api("/assets", { method: "PUT", headers, body: bytes });
  return ((await response.json()) as { id: string }).id;
}
const status = async (client: Client, asset: string) => (await client.api(`/assets/${asset}`)).status;

describe("users of one server", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await start("apart");
  });
  afterAll(() => end(studio));

  it("cannot read another's pictures by naming them, in whatever text of a graph", slow, async () => {
    const { ann, bob } = studio;
    const { pictures, events } = await run(ann, textToImage("hers"));
    expect(pictures.length).toBeGreaterThan(1);
    const preview = events.flatMap((e) =>
      e.event === "node-progress" && e.preview ? [e.preview.asset] : [],
    )[0];
    const [hers] = pictures;
    expect(await status(ann, hers!)).toBe(200);
    const texts = shown(
      {
        text: { type: "text", params: { text: `${hers}` } },
        encode: { type: "clip-text-encode", inputs: { text: "text.text" } },
        list: { type: "text-list", params: { lines: [`${hers}`, `${preview}`] } },
        shown: { type: "preview", inputs: { value: "list.text" } },
        coded: { type: "preview", inputs: { value: "encode.text" } },
      },
      { about: hers, notes: { n: { text: `![](${hers})`, at: [0, 0] } } },
    );
    const his = await run(bob, texts);
    await bob.api("/graphs", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ graph: texts, name: hers }),
    });
    for (const picture of pictures) expect(await status(bob, picture)).toBe(404);
    // The text was there to be matched.
    expect(JSON.stringify(his.events)).toContain(hers);
  });

  it(
    "get the same answer for another's upload as for an unknown one: in the graph, in a part, through a part's use",
    slow,
    async () => {
      const { ann, bob } = studio;
      const { pictures } = await run(ann, textToImage("to upload"));
      const png = await (await ann.api(`/assets/${pictures.at(-1)}`)).arrayBuffer();
      const hers = await upload(ann, png);
      const part = {
        title: "Holder",
        inputs: { file: "image.asset" },
        outputs: { image: "image.image" },
      };
      const graphs = (asset: string) => [
        shown({
          image: { type: "image", params: { asset } },
          shown: { type: "preview", inputs: { value: "image.image" } },
        }),
        shown(
          { use: { type: "part:holder" }, shown: { type: "preview", inputs: { value: "use.image" } } },
          { parts: { holder: { ...part, nodes: { image: { type: "image", params: { asset } } } } } },
        ),
        shown(
          {
            use: { type: "part:holder", params: { file: asset } },
            shown: { type: "preview", inputs: { value: "use.image" } },
          },
          { parts: { holder: { ...part, nodes: { image: { type: "image" } } } } },
        ),
        shown({
          images: { type: "image-list", params: { a: asset, b: asset, c: asset, d: asset } },
          shown: { type: "preview", inputs: { value: "images.image" } },
        }),
      ];
      const answer = async (client: Client, graph: unknown, asset: string) => {
        const response = await client.post(graph);
        return [response.status, (await response.text()).replaceAll(asset, "ID")];
      };
      const unknown = "0".repeat(64);
      for (const [i, graph] of graphs(hers).entries()) {
        expect([i, ...(await answer(ann, graph, hers))].slice(0, 2)).toEqual([i, 202]);
        const his = await answer(bob, graph, hers);
        expect([i, ...his]).toEqual([i, ...(await answer(bob, graphs(unknown)[i], unknown))]);
        expect(his[0]).toBe(422);
      }
      // Over an edge the text is known only when the graph runs.
      const wired = (asset: string) =>
        shown({
          name: { type: "text", params: { text: asset } },
          image: { type: "image", inputs: { asset: "name.text" } },
          shown: { type: "preview", inputs: { value: "image.image" } },
        });
      expect((await run(ann, wired(hers))).record.status).toBe("done");
      const failure = async (asset: string) => {
        const { record, events } = await run(bob, wired(asset));
        const error = events.find((e) => e.event === "node-failed");
        return [record.status, JSON.stringify(error).replaceAll(asset, "ID")];
      };
      const [ended, why] = await failure(hers);
      expect([ended, why]).toEqual(await failure(unknown));
      expect([ended, why]).toEqual(["failed", expect.stringContaining("asset_missing")]);
      expect(await status(bob, hers)).toBe(404);
    },
  );

  it(
    "do not learn from the cache what others computed, and reuse what they computed themselves",
    slow,
    async () => {
      const { ann, bob } = studio;
      const hers = await run(ann, textToImage("a secret"));
      expect((await run(ann, textToImage("a secret"))).last).toMatchObject({ computed: 0 });
      const his = await run(bob, textToImage("a secret"));
      expect(his.last).toMatchObject({ cached: 0, computed: hers.last.computed });
      expect(his.events.filter((e) => e.event === "node-progress")).not.toEqual([]);
      expect((await run(bob, textToImage("a secret"))).last).toMatchObject({ computed: 0 });
      // Both have it, each by an own run.
      expect(await status(bob, his.pictures[0]!)).toBe(200);
    },
  );

  it("compute again what was damaged or lost on the disk, though it is cached", slow, async () => {
    const { ann, assets } = studio;
    const file = (id: string) => join(assets, id.slice(0, 2), id);
    const { pictures } = await run(ann, textToImage("damaged"));
    const results = async () => {
      const again = await run(ann, textToImage("damaged"));
      expect(again.record.status).toBe("done");
      return Promise.all(again.pictures.map((id) => status(ann, id)));
    };
    const [first] = pictures;
    for (const id of pictures) truncateSync(file(id), 20);
    expect(new Set(await results())).toEqual(new Set([200]));
    for (const id of pictures) rmSync(file(id));
    expect(new Set(await results())).toEqual(new Set([200]));
    // The same size: found by whoever reads it, and computed again after that.
    const bytes = readFileSync(file(first!));
    bytes[bytes.length - 20]! ^= 1;
    for (const id of pictures) {
      const bytes = readFileSync(file(id));
      bytes[bytes.length - 20]! ^= 1;
      writeFileSync(file(id), bytes);
      expect([id, await status(ann, id)]).toEqual([id, 500]);
    }
    expect(new Set(await results())).toEqual(new Set([200]));
  });

  it("remove a run with its pictures, and the files are gone", slow, async () => {
    const { ann, bob, assets } = studio;
    const there = () =>
      new Set(readdirSync(assets, { recursive: true, withFileTypes: true }).map((entry) => entry.name));
    const before = (await ann.get("/usage")).used;
    const hers = await run(ann, textToImage("to be removed"));
    const his = await run(bob, textToImage("shared by chance"));
    const same = await run(ann, textToImage("shared by chance"));
    expect((await ann.api(`/runs/${hers.id}/record`, { method: "DELETE" })).status).toBe(204);
    expect((await ann.api(`/runs/${hers.id}`)).status).toBe(404);
    expect(hers.pictures.filter((id) => there().has(id) && !same.pictures.includes(id))).toEqual([]);
    expect((await ann.api(`/runs/${same.id}/record`, { method: "DELETE" })).status).toBe(204);
    expect((await ann.get("/usage")).used).toBe(before);
    for (const id of his.pictures) expect([await status(bob, id), await status(ann, id)]).toEqual([200, 404]);
    // What is cached and gone is computed again.
    const again = await run(ann, textToImage("to be removed"));
    for (const id of again.pictures) expect(await status(ann, id)).toBe(200);
  });
});

describe("users of a server that shares its cache", () => {
  it("reuse what others computed, save what depends on uploads", slow, async () => {
    const studio = await start("shared", ["--share-cache"]);
    try {
      const { ann, bob } = studio;
      const hers = await run(ann, textToImage("no secret"));
      const his = await run(bob, textToImage("no secret"));
      expect(his.last).toMatchObject({ computed: 0 });
      const result = his.events.flatMap((e) => (e.event === "node-finished" ? Object.values(e.outputs) : []));
      for (const { items } of result)
        for (const { asset } of items) if (asset) expect(await status(bob, asset.id)).toBe(200);
      const png = await (await ann.api(`/assets/${hers.pictures.at(-1)}`)).arrayBuffer();
      const asset = await upload(ann, png);
      expect(await upload(bob, png)).toBe(asset);
      const graph = shown({
        image: { type: "image", params: { asset } },
        shown: { type: "preview", inputs: { value: "image.image" } },
      });
      expect((await run(ann, graph)).last).toMatchObject({ cached: 0 });
      expect((await run(bob, graph)).last).toMatchObject({ cached: 0 });
      expect((await run(bob, graph)).last).toMatchObject({ computed: 0 });
    } finally {
      await end(studio);
    }
  });
});
