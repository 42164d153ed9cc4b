/** One caption on a host of any kind: how long it takes, and what comes of it. */
import type { Host } from "@unclip/host";
import { openModel, textToImage } from "@unclip/unclip";

/** Wall milliseconds of caption → upsampled picture, each seed of its own. */
export async function timeOne(host: Host, pack: string, seed: number): Promise<number> {
  const model = await openModel(host, pack);
  const start = performance.now();
  await textToImage(model, "a red heart", { priorSeed: seed, decoderSeed: seed, upsamplerSeeds: [seed] });
  return performance.now() - start;
}

/** Pixels of one caption in few steps: each model of the way is called, none often. */
export async function drawSmall(host: Host, pack: string): Promise<number[]> {
  const model = await openModel(host, pack);
  const settings = { priorSeed: 1, priorSteps: 2, decoderSeed: 2, decoderSteps: 2 };
  return [...(await textToImage(model, "a red heart", settings)).data];
}
