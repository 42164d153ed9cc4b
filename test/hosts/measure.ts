/** One caption on a host of any kind, and how long it takes. */
import type { Host } from "@unclip/host";
import { openModel, textToImage } from "@unclip/unclip";

/** Wall milliseconds of caption → upsampled picture, each seed of its own. */
export async function timeOne(host: Host, pack: string, seed: number): Promise<number> {
  const model = await openModel(host, pack);
  const start = performance.now();
  await textToImage(model, "a red heart", { priorSeed: seed, decoderSeed: seed, upsamplerSeeds: [seed] });
  return performance.now() - start;
}
