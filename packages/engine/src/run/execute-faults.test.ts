/** Node types that do not keep to their contract. */
import { describe, expect, it } from "vitest";
import { describe as tableOf } from "../contract/describe.ts";
import { execute, NodeError, nodeTypes, output, plan, RunCache, type RunEvent } from "../index.ts";
import {
  define,
  graphOf,
  kinds,
  type Ledger,
  numberKind,
  types,
  vocabulary,
  words,
} from "../testing/arithmetic.ts";
import { told } from "../testing/run.ts";

const sum = graphOf({
  a: ["value", { value: 1 }],
  b: ["value", { value: 2 }],
  sum: ["add", {}, { a: "a.value", b: "b.value" }],
  out: ["show", {}, { value: "sum.sum" }],
});
describe("node types that break their word", () => {
  const breaking = (execute: (items: readonly unknown[]) => unknown) => {
    const bad = define.each({
      ...words,
      type: "bad",
      sink: true,
      inputs: {},
      outputs: { value: output(numberKind, "V", "v") },
      params: {},
      execute: execute as never,
    });
    const list = nodeTypes<Ledger>([bad]);
    return run2(list);
  };
  const run2 = async (list: ReturnType<typeof nodeTypes<Ledger>>) => {
    const planned = plan(graphOf({ x: ["bad"] }), tableOf(list, kinds), { fingerprint: "" });
    const events: RunEvent[] = [];
    for await (const e of execute(planned, {
      types: list,
      host: { did: [] },
      cache: new RunCache(),
      signal: new AbortController().signal,
    }))
      events.push(e);
    return told(events, []).all("node-failed")[0]?.error;
  };
  it.each([
    ["too few results", async () => [], "node_contract"],
    ["no list", async () => undefined, "node_contract"],
    ["an output left out", async () => [{}], "node_contract"],
    [
      "an error of the system",
      async () => Promise.reject(Object.assign(new Error("no file"), { code: "ENOENT" })),
      "node_failed",
    ],
    ["something that is no error", async () => Promise.reject("just text"), "node_failed"],
    [
      "an error with a code",
      async () => Promise.reject(new NodeError("model_missing", "gone")),
      "model_missing",
    ],
    [
      "an error of mathematics",
      async () => Promise.reject(Object.assign(new Error("equal"), { code: "zero-vector" })),
      "zero-vector",
    ],
    [
      "a throw at once",
      () => {
        throw new Error("now");
      },
      "node_failed",
    ],
  ])("%s", async (_, execute, code) => {
    const error = await breaking(execute);
    expect(error?.code).toBe(code);
    expect(error).not.toHaveProperty("stack");
  });
  it("a plan of other node types is refused node by node", async () => {
    const planned = plan(sum, vocabulary, { fingerprint: "" });
    const newer = nodeTypes<Ledger>(
      [...types.values()]
        .filter((t) => t.type !== "show")
        .map((t) => (t.type === "value" ? { ...t, version: 2 } : t)),
    );
    const events: RunEvent[] = [];
    for await (const e of execute(planned, {
      types: newer,
      host: { did: [] },
      cache: new RunCache(),
      signal: new AbortController().signal,
    }))
      events.push(e);
    expect(
      told(events, [])
        .all("node-failed")
        .map((e) => e.error.code),
    ).toEqual(["plan_stale", "plan_stale"]);
  });
});
