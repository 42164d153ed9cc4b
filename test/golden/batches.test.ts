/** The default pack's stages on batches: in as few model calls as fit, and each item bit for bit as it is alone. */
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { NodeContext } from "@unclip/engine";
import type { Host, Session } from "@unclip/host";
import { type Embedding, type Encoding, nodeTypes } from "@unclip/nodes";
import type { Tensor } from "@unclip/tensor";
import { decode, encodeText, openModel, samplePrior } from "@unclip/unclip";
import { expect, describe as suite, test } from "vitest";
import { defaultHost, root } from "../machine.ts";

const host = defaultHost();
const captions = ["a red heart", "a banana and an apple next to a very long dog", "a palm tree", "", "a dog"];
type Item = Readonly<Record<string, unknown>>;

const context: NodeContext<Host> = {
  host,
  model: "emoji",
  signal: new AbortController().signal,
  asked: new Set<string>(),
  previews: false,
  progress: () => undefined,
  remark: () => undefined,
};

/** Runs an `each` node type on items, with the defaults of its params. */
async function run<Output = Item>(type: string, items: readonly Item[]): Promise<readonly Output[]> {
  const node = nodeTypes.get(type);
  if (node?.over !== "each") throw new Error(`Found no node type "${type}" that computes each item.`);
  const defaults = Object.fromEntries(
    Object.entries(node.params as Record<string, { default: unknown }>).map(([id, p]) => [id, p.default]),
  );
  const filled = items.map((item) => ({ ...defaults, ...item }));
  return (await node.execute(filled as never, context)) as readonly Output[];
}

type Encoded = { readonly text: Encoding; readonly embedding: Embedding };
const encoded = await run<Encoded>(
  "clip-text-encode",
  captions.map((text) => ({ text })),
);
const priors = encoded.map(({ text }, i) => ({ text, seed: i, steps: 3 }));
const drawn = await run<{ embedding: Embedding }>("diffusion-prior", priors);
const decoded = drawn.map(({ embedding }, i) => ({ embedding, text: encoded[i]!.text, seed: i, steps: 3 }));
const pictures = await run<{ image: Tensor }>("decode", decoded);
const images = pictures.map(({ image }) => ({ image }));

/** Every node type that calls a network, with items for it; guidance of 1 in some needs fewer rows in a call. */
const calling: Readonly<Record<string, readonly Item[]>> = {
  "clip-text-encode": captions.map((text) => ({ text })),
  "evaluation-text-encode": captions.map((text) => ({ text })),
  "clip-image-encode": images,
  "evaluation-image-encode": images,
  classify: drawn.map(({ embedding }, i) => ({ embedding, labels: captions.slice(0, 2 + (i % 3)) })),
  "text-diff": drawn.flatMap(({ embedding }, i) =>
    captions[i] === "" ? [] : [{ image: embedding, to: encoded[i]!.embedding }],
  ),
  "diffusion-prior": priors.map((item, i) => ({ ...item, guidance: 1 + (i % 3) })),
  "autoregressive-prior": priors.map((item, i) => ({ ...item, guidance: 1 + (i % 3) })),
  decode: decoded.map((item, i) => ({ ...item, guidance: 1 + (i % 3) })),
  "ddim-invert": images.map(({ image }, i) => ({ image, embedding: drawn[i]!.embedding, steps: 3 })),
  upsample: images.map(({ image }, i) => ({ image, seed: i, steps: 2 })),
};

suite("an item is bit for bit the same in a batch of", () => {
  test.each(Object.keys(calling))("%s", { timeout: 600_000 }, async (type) => {
    const items = calling[type]!;
    const alone = (await Promise.all(items.map((item) => run(type, [item])))).flat();
    // Batches of two, three and five rows, some of which take several model calls.
    for (const size of [2, 3, items.length])
      expect(await run(type, items.slice(0, size)), `of ${size}`).toEqual(alone.slice(0, size));
  });
});

/** What a node type calls of `@unclip/unclip` where it runs a network. */
const calls =
  /\b(encodeText|emptyText|evaluateText|encodeImage|samplePrior|sampleCodes|decode|invert|upsample)\b[^;]*from "@unclip\/unclip"/s;

test("no node type with a model call is missing above", async () => {
  const folder = join(root, "packages", "nodes", "src");
  const files = (await readdir(folder, { recursive: true })).filter((name) => /\/[a-z-]+\.ts$/.test(name));
  const found: string[] = [];
  for (const file of files) {
    const source = await readFile(join(folder, file), "utf8");
    const type = basename(file, ".ts");
    if (calls.test(source) && nodeTypes.has(type)) found.push(type);
  }
  expect(found.sort()).toEqual(Object.keys(calling).sort());
});

test("items share the calls of the prior and the decoder", async () => {
  const model = await openModel(host, "emoji");
  const made: Record<string, number> = {};
  const session: typeof model.session = async (role) => {
    const { inputs, outputs, run }: Session = await model.session(role);
    const counted = (feeds: Parameters<typeof run>[0]) => {
      made[role] = (made[role] ?? 0) + 1;
      return run(feeds);
    };
    return { inputs, outputs, run: counted };
  };
  const counting = { ...model, session };
  const texts = await encodeText(counting, captions);
  const items = texts.map((text, i) => ({ text, seed: i, guidance: 1 + i }));
  const embeddings = await samplePrior(counting, items, { steps: 4, candidates: 2 });
  const rows = embeddings.map(({ embedding }, i) => ({ embedding, seed: i, guidance: 1 + i }));
  await decode(counting, rows, { steps: 4 });
  const { prior, decoder } = model.manifest.roles;
  // Rows of a call: an item's candidates, each with and without its condition.
  expect(made.prior).toBe(4 * Math.ceil((2 * captions.length) / Math.floor(prior!.batch / 2)));
  expect(made.decoder).toBe(4 * Math.ceil(captions.length / Math.floor(decoder!.batch / 2)));
});
