/** What a host computes of one caption, to be held against another host. Runs on a host of any kind. */
import type { Host } from "@unclip/host";
import { encodeImage, encodeText, openModel, samplePrior, textToImage } from "@unclip/unclip";

export interface Measured {
  /** z_t, z_i of the prior's choice, z_i of the picture: each [d]. */
  readonly embeddings: Readonly<Record<"text" | "prior" | "image", readonly number[]>>;
  /** What the decoder's network said at each of its calls. */
  readonly steps: readonly (readonly number[])[];
  /** Pixels in [−1, 1], after the decoder and after the first upsampler. */
  readonly pictures: Readonly<Record<"decoded" | "upsampled", readonly number[]>>;
  /** Wall time of caption → upsampled picture with the models loaded, milliseconds. */
  readonly milliseconds: number;
  readonly provider: string;
}

/** @param pixels a picture [3, size, size] for the image encoder */
export async function measure(host: Host, pack: string, caption: string): Promise<Measured> {
  const steps: number[][] = [];
  const recorded = recordDecoder(host, steps);
  const model = await openModel(recorded, pack);
  const [text] = await encodeText(model, [caption]);
  const [prior] = await samplePrior(model, [{ text: text!, seed: 7, guidance: undefined }], {});
  const options = { priorSeed: 7, decoderSeed: 7 };
  const decoded = await textToImage(model, caption, options);
  const once = [...steps];
  const [image] = await encodeImage(model, [testPicture()]);
  // Everything is loaded and warm now.
  await textToImage(model, caption, { ...options, upsamplerSeeds: [7] });
  const start = performance.now();
  const upsampled = await textToImage(model, caption, { ...options, upsamplerSeeds: [7] });
  return {
    milliseconds: performance.now() - start,
    provider: host.sessions.provider,
    embeddings: {
      text: [...text!.embedding.data],
      prior: [...prior!.embedding.data],
      image: [...image!.data],
    },
    steps: once,
    pictures: { decoded: [...decoded.data], upsampled: [...upsampled.data] },
  };
}

/** A picture of smooth colours with an edge, the same everywhere. */
function testPicture() {
  const side = 96;
  const data = Float32Array.from({ length: 3 * side * side }, (_, i) => {
    const [c, y, x] = [Math.floor(i / side / side), Math.floor(i / side) % side, i % side];
    return x + y > side ? (c * x) / side - 1 : 1 - ((c + 1) * y) / side / 2;
  });
  return { data, shape: [3, side, side] };
}

/** The same host, which notes what the decoder's network answers. */
function recordDecoder(host: Host, steps: number[][]): Host {
  return {
    ...host,
    sessions: {
      ...host.sessions,
      provider: host.sessions.provider,
      busyMilliseconds: 0,
      async open(pack, file) {
        const session = await host.sessions.open(pack, file);
        if (file !== pack.manifest.roles.decoder?.file) return session;
        return {
          ...session,
          async run(feeds) {
            const results = await session.run(feeds);
            for (const { data } of Object.values(results)) steps.push([...data]);
            return results;
          },
        };
      },
    },
  };
}
