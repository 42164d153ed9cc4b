import { input, type Kind, nodeDefiner, nodeTypes, output, text } from "@unclip/engine";
import type { Graph } from "@unclip/graph";
import { afterEach, expect, it, vi } from "vitest";
import { carryOut, type OpenedModel } from "./carry-out.ts";
import type { FromRunner } from "./runner.ts";

const mark: Kind<string> = {
  name: "mark",
  title: "mark",
  space: "model",
  summarize: async (value) => ({ text: value }),
};
const common = { version: 1, title: "T", about: "A.", group: "g" };
const define = nodeDefiner<{ readonly hold: Promise<void> | undefined }>();
const types = nodeTypes([
  define.all({
    ...common,
    type: "make",
    inputs: {},
    outputs: { out: output(mark, "Out", "o", { space: { param: "space" } }) },
    params: { space: text({ title: "Space", about: "", default: "" }) },
    execute: async (_, { host }) => {
      await host.hold;
      return { out: { items: ["made"] } };
    },
  }),
  define.all({
    ...common,
    type: "show",
    sink: true,
    inputs: { in: input(mark, "In", "i") },
    outputs: { out: output(mark, "Out", "o") },
    params: {},
    execute: async (inputs) => ({ out: inputs.in }),
  }),
]);
const graph = (space = ""): Graph => ({
  unclip: 1,
  title: "t",
  model: "m",
  nodes: { a: { type: "make", params: { space } }, b: { type: "show", inputs: { in: "a.out" } } },
});
const model: OpenedModel = { fingerprint: "f", space: "own" };

function start(open: () => Promise<OpenedModel> = async () => model, hold?: Promise<void>) {
  const said: FromRunner[] = [];
  const hear = carryOut({ host: { hold }, types, kinds: [mark], provider: "test", open }, (m) =>
    said.push(m),
  );
  const ended = (run: string) =>
    vi.waitFor(
      () => {
        const last = said.find(
          (m) =>
            "run" in m &&
            m.run === run &&
            (m.say === "failed" || (m.say === "event" && m.event.event === "run-finished")),
        );
        if (!last) throw new Error("not yet");
        return last;
      },
      { timeout: 60_000 },
    );
  return { said, hear, ended };
}
afterEach(() => void vi.restoreAllMocks());

it("says what it offers, runs what it is told, and computes nothing twice", async () => {
  const { said, hear, ended } = start();
  expect(said[0]).toMatchObject({ say: "ready", provider: "test" });
  hear({ do: "ping" });
  expect(said[1]).toEqual({ say: "alive" });
  const computed = async (run: string) => {
    hear({ do: "run", run, graph: graph() });
    return ended(run);
  };
  expect(await computed("1")).toMatchObject({ event: { status: "done", computed: 2 } });
  expect(await computed("2")).toMatchObject({ event: { status: "done", computed: 0 } });
});

it("reuses results within a scope alone", async () => {
  const { hear, ended } = start();
  const computed = async (run: string, scope?: string) => {
    hear({ do: "run", run, graph: graph(), ...(scope && { scope }) });
    return ended(run);
  };
  expect(await computed("1", "ann")).toMatchObject({ event: { computed: 2, cached: 0 } });
  expect(await computed("2", "bob")).toMatchObject({ event: { computed: 2, cached: 0 } });
  expect(await computed("3", "ann")).toMatchObject({ event: { computed: 0, cached: 2 } });
  expect(await computed("4")).toMatchObject({ event: { computed: 2, cached: 0 } });
});

it("cancels the run that is named, and no other", async () => {
  let release = () => {};
  const { hear, ended } = start(undefined, new Promise((resolve) => (release = resolve)));
  hear({ do: "run", run: "1", graph: graph() });
  await Promise.resolve();
  hear({ do: "cancel", run: "another" });
  hear({ do: "cancel", run: "1" });
  release();
  expect(await ended("1")).toMatchObject({ event: { status: "cancelled" } });
});

it("refuses an edge from another space than the model's before anything runs", async () => {
  const { said, hear, ended } = start();
  hear({ do: "run", run: "1", graph: graph("other") });
  expect(await ended("1")).toMatchObject({
    say: "failed",
    error: { code: "graph_invalid", message: expect.stringContaining('"other"') },
  });
  expect(said.filter(({ say }) => say === "event")).toEqual([]);
});

it("tells what a model that cannot be opened says, and of a fault of ours only that there is a log", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const told = start(async () => {
    throw Object.assign(new Error("There is no such pack."), { code: "model_missing" });
  });
  told.hear({ do: "run", run: "1", graph: graph() });
  expect(await told.ended("1")).toMatchObject({
    error: { code: "model_missing", message: "There is no such pack." },
  });
  expect(logged).not.toHaveBeenCalled();
  const fault = start(async () => {
    throw new TypeError("undefined is not a function");
  });
  fault.hear({ do: "run", run: "1", graph: graph() });
  expect(await fault.ended("1")).toMatchObject({ error: { code: "runner_failed" } });
  expect(logged).toHaveBeenCalledOnce();
});
