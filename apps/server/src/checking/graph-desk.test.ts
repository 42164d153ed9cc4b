import type { Vocabulary } from "@unclip/engine";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { GraphDesk } from "./graph-desk.ts";

const faults = new URL("../../testing/fault-checking.ts", import.meta.url);
const bytes = (text: string) => new TextEncoder().encode(text);
const failed = { status: 503, code: "checking_failed", headers: { "Retry-After": "2" } };
let desk: GraphDesk;
let log: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  log = vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(async () => {
  await desk.stop();
  log.mockRestore();
});

describe("GraphDesk", () => {
  const vocabulary: Vocabulary = {
    kinds: { text: { name: "text", title: "text", accepts: {} } },
    nodeTypes: {
      show: {
        type: "show",
        version: 1,
        title: "Show",
        group: "g",
        about: "A.",
        over: "each",
        sink: true,
        inputs: {},
        outputs: { text: { kind: "text", title: "T", about: "" } },
        params: { file: { param: "asset", title: "F", about: "", default: "", media: [] } },
      },
    },
  };
  const id = "a".repeat(64);
  const document = (nodes: object, parts?: object) =>
    bytes(
      JSON.stringify({
        graph: { unclip: 1, title: "T", model: "m", nodes, ...(parts && { parts }) },
        targets: ["s"],
      }),
    );

  it("gives the graph of a run, and each file that it names once, those inside parts too", async () => {
    desk = new GraphDesk();
    const models: string[] = [];
    const show = { type: "show", params: { file: id } };
    const other = { type: "show", params: { file: "b".repeat(64) } };
    const part = { title: "P", inputs: {}, outputs: {}, nodes: { inner: other } };
    const run = await desk.readRun(
      document({ s: show, t: show, u: { type: "part:p" } }, { p: part }),
      async (model) => {
        models.push(model);
        return { vocabulary, space: "space" };
      },
    );
    expect(models).toEqual(["m"]);
    expect(run).toMatchObject({ targets: ["s"], graph: { title: "T", nodes: { s: show } } });
    expect(run.assets).toEqual([
      { id, node: "s", port: "file", pointer: "/nodes/s/params/file" },
      { id: "b".repeat(64), node: "u/inner", port: "file", pointer: "/parts/p/nodes/inner/params/file" },
    ]);
  });

  it("refuses what is wrong with the document, then with the graph, then its targets, as errors with an answer", async () => {
    desk = new GraphDesk();
    const context = async () => ({ vocabulary, space: undefined });
    const refused = (body: Uint8Array) => desk.readRun(body, context).catch((error) => error);
    expect(await refused(bytes("{"))).toMatchObject({ status: 400, code: "json_invalid" });
    expect(await refused(document({ s: { type: "shaw" } }))).toMatchObject({
      status: 422,
      code: "node_type_unknown",
      more: { problems: [{ node: "s", expected: '"show"' }] },
    });
    expect(await refused(document({ r: { type: "show", params: { file: id } } }))).toMatchObject({
      code: "target_unknown",
      more: { pointer: "/targets" },
    });
    const lost = desk.readRun(document({ s: { type: "show" } }), () => Promise.reject(new Error("no model")));
    await expect(lost).rejects.toThrow("no model");
    // What was refused leaves nothing behind.
    expect(
      (await desk.readSave(bytes('{"graph":{"unclip":1,"title":"S","model":"m","nodes":{}}}'))).graph.title,
    ).toBe("S");
  });

  it.each(["end", "hang", "hoard"])(
    "goes on with a new thread after one that a request made %s",
    async (words) => {
      desk = new GraphDesk(faults, 3000);
      expect((await desk.readSave(bytes("before"))).graph.title).toBe("before");
      const both = await Promise.allSettled([desk.readSave(bytes(words)), desk.readSave(bytes("beside"))]);
      expect(both[0]).toMatchObject({ status: "rejected", reason: failed });
      expect(log).toHaveBeenCalled();
      expect((await desk.readSave(bytes("after"))).graph.title).toBe("after");
    },
  );

  it("refuses what is under way when it stops", async () => {
    desk = new GraphDesk(faults);
    const waiting = expect(desk.readSave(bytes("hang"))).rejects.toMatchObject(failed);
    await desk.stop();
    await waiting;
  });
});
