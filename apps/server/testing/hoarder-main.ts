/**
 * A user who stores as much as they can: uploads, saved graphs with many versions, runs with large results that are
 * pinned, and removes some of it when the server takes no more. Argument: the server's address with a token. Works
 * between the messages `go` and `rest`, and answers each `rest` with what it did until then.
 */
import { clientOf } from "./client.ts";
import { faultGraph } from "./fault-graph.ts";

const atOnce = 12;
const client = clientOf(process.argv[2] ?? "");
const did = { requests: 0, stored: 0, removed: 0, refused: 0, megabytes: 0 };
const graphs: string[] = [];
const uploads: string[] = [];
const runs: string[] = [];
let working = false;

/** A request; when it comes too often, again after a while. */
async function ask(path: string, init: RequestInit = {}): Promise<{ status: number; id?: string }> {
  for (;;) {
    const response = await client.api(path, init);
    did.requests++;
    const body = response.status === 204 ? {} : ((await response.json()) as { id?: string; code?: string });
    if (response.status !== 429 || body.code !== "rate_limited") return { status: response.status, ...body };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Embeddings that nobody uploaded before, a megabyte of them. */
function embeddings(): Uint8Array<ArrayBuffer> {
  const header = `${"{'descr': '<f4', 'fortran_order': False, 'shape': (4096, 64), }".padEnd(117)}\n`;
  const values = new Float32Array(4096 * 64).map(() => Math.random());
  const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0]);
  return new Uint8Array(Buffer.concat([start, Buffer.from(header), Buffer.from(values.buffer)]));
}
const json = (value: unknown): RequestInit => ({
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value),
});
/** A graph of 200 kB. */
const graph = (i: number) => {
  const note = (n: number) => [`n${n}`, { text: `${i} ${n} ${"a".repeat(32_000)}`, at: [0, n] }] as const;
  return { ...faultGraph("wait", {}, `${i}`), notes: Object.fromEntries([0, 1, 2, 3, 4, 5].map(note)) };
};

/** Notes what was stored; where nothing more is taken, something is removed. */
async function keep(
  list: string[],
  megabytes: number,
  { status, id }: { status: number; id?: string },
): Promise<void> {
  if (status < 300 && id !== undefined) {
    list.push(id);
    did.stored++;
    did.megabytes += megabytes;
    return;
  }
  did.refused++;
  const removals = [graphs, uploads, runs].flatMap((of) => of.splice(0, 3).map((one) => [of, one] as const));
  for (const [of, one] of removals) {
    const path = of === graphs ? `/graphs/${one}` : of === uploads ? `/assets/${one}` : `/runs/${one}/record`;
    const removal = await ask(path, { method: "DELETE" });
    if (removal.status === 204) did.removed++;
    // It has not ended.
    else if (removal.status === 409) of.push(one);
  }
}

async function work(i: number): Promise<void> {
  const kind = i % 4;
  if (kind === 0) {
    const headers = { "content-type": "application/octet-stream" };
    await keep(uploads, 1, await ask("/assets", { method: "PUT", headers, body: embeddings() }));
  } else if (kind === 1)
    await keep(graphs, 0.2, await ask("/graphs", { method: "POST", ...json({ graph: graph(i) }) }));
  else if (kind === 2 && graphs.length > 0) {
    const { status } = await ask(`/graphs/${graphs.at(-1)}`, { method: "PUT", ...json({ graph: graph(i) }) });
    await keep([], 0.2, status === 200 ? { status, id: "" } : { status });
  } else {
    const spill = faultGraph("spill", { megabytes: 1, milliseconds: 0 }, `${process.pid} ${i}`);
    const accepted = await ask("/runs", { method: "POST", ...json({ graph: spill }) });
    await keep(runs, 1, accepted);
    if (accepted.id !== undefined) await ask(`/runs/${accepted.id}/pin`, { method: "PUT" });
  }
}

async function go(offset: number): Promise<never> {
  for (let i = offset; ; i += atOnce) {
    while (!working) await new Promise((resolve) => setTimeout(resolve, 20));
    await work(i).catch(() => {});
  }
}
process.on("message", (message) => {
  working = message === "go";
  if (!working) process.send?.(did);
});
process.on("disconnect", () => process.exit(0));
for (let i = 0; i < atOnce; i++) void go(i);
