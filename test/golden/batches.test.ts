/** The default pack's stages on batches: in as few model calls as fit, and each item as it is alone. */
import type { Session } from "@unclip/host";
import type { Tensor } from "@unclip/tensor";
import { decode, encodeText, openModel, samplePrior } from "@unclip/unclip";
import { expect, test } from "vitest";
import { defaultHost } from "../machine.ts";

const host = defaultHost();
const captions = ["a red heart", "a black cat", "a banana", "a palm tree", "a dog"];
const distance = (a: Tensor, b: Tensor) => Math.max(...a.data.map((x, i) => Math.abs(x - b.data[i]!)));

/** The default pack with a count of the calls of each role's network. */
async function counted() {
  const model = await openModel(host, "emoji");
  const calls: Record<string, number> = {};
  const session: typeof model.session = async (role) => {
    const { inputs, outputs, run }: Session = await model.session(role);
    return {
      inputs,
      outputs,
      run: (feeds) => {
        calls[role] = (calls[role] ?? 0) + 1;
        return run(feeds);
      },
    };
  };
  return { model: { ...model, session }, calls };
}

test("the decoder and the prior give the same one by one, to 1e-5, and share calls", async () => {
  const { model, calls } = await counted();
  const texts = await encodeText(model, captions);
  const items = texts.map((text, i) => ({ text, seed: i, guidance: 1 + i }));
  const embeddings = await samplePrior(model, items, { steps: 4, candidates: 2 });
  const pictures = await decode(
    model,
    embeddings.map(({ embedding }, i) => ({ embedding, seed: i, guidance: 1 + i })),
    { steps: 4 },
  );
  const { prior, decoder } = model.manifest.roles;
  // Rows of a call: an item's candidates, each with and without its condition.
  expect(calls.prior).toBe(4 * Math.ceil((2 * captions.length) / Math.floor(prior!.batch / 2)));
  expect(calls.decoder).toBe(4 * Math.ceil(captions.length / Math.floor(decoder!.batch / 2)));
  for (const [i, item] of items.entries()) {
    const [alone] = await samplePrior(model, [item], { steps: 4, candidates: 2 });
    expect(distance(alone!.embedding, embeddings[i]!.embedding), captions[i]).toBeLessThan(1e-5);
    const [picture] = await decode(
      model,
      [{ embedding: embeddings[i]!.embedding, seed: i, guidance: 1 + i }],
      { steps: 4 },
    );
    expect(distance(picture!, pictures[i]!), captions[i]).toBeLessThan(1e-5);
  }
});
