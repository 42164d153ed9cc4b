import { RunCache } from "@unclip/engine";
import { type Graph, parseGraph } from "@unclip/graph";
import { defaultHost, runGraph } from "../machine.ts";
import type { Figure } from "./main.ts";
import { median } from "./median.ts";

const host = defaultHost();

interface Way {
  readonly upsample?: boolean;
  /** Steps as the editor's quick preview sets them. */
  readonly quick?: boolean;
}

/** Caption → prior → decoder [→ upsampler], every seed of its own so that nothing comes from the cache. */
function graph(run: number, { upsample = false, quick = false }: Way): Graph {
  const sampler = quick ? "dpm-solver-2m" : "pack";
  return parseGraph(
    JSON.stringify({
      unclip: 1,
      title: "bench",
      model: "emoji",
      nodes: {
        caption: { type: "text", params: { text: `a red heart ${run}` } },
        encode: { type: "clip-text-encode", inputs: { text: "caption.text" } },
        prior: {
          type: "diffusion-prior",
          params: { steps: quick ? 4 : 25, sampler, seed: run },
          inputs: { text: "encode.text" },
        },
        decode: {
          type: "decode",
          params: { steps: quick ? 8 : 25, sampler, seed: run },
          inputs: { embedding: "prior.embedding", text: "encode.text" },
        },
        ...(upsample ? { upsample: { type: "upsample", inputs: { image: "decode.image" } } } : {}),
        picture: { type: "save-image", inputs: { image: upsample ? "upsample.image" : "decode.image" } },
      },
    }),
  );
}

async function timed(way: Way): Promise<{ wall: number; ratio: number }> {
  const walls: number[] = [];
  const ratios: number[] = [];
  await runGraph(host, graph(0, way), new RunCache());
  for (let run = 1; run <= 9; run++) {
    const busy = host.sessions.busyMilliseconds;
    const started = performance.now();
    await runGraph(host, graph(run, way), new RunCache());
    const wall = performance.now() - started;
    walls.push(wall);
    ratios.push(wall / (host.sessions.busyMilliseconds - busy));
  }
  return { wall: median(walls), ratio: median(ratios) };
}

/** Text to 64×64 and to 256×256 on the default pack, warm. */
export async function textToPicture(): Promise<Figure[]> {
  const base = await timed({});
  const quick = await timed({ quick: true });
  const up = await timed({ upsample: true });
  return [
    {
      what: "caption → 64×64, 25 steps with guidance",
      value: `${base.wall.toFixed(0)} ms`,
      aim: "≤ 1000 ms",
    },
    { what: "caption → 64×64, quick preview", value: `${quick.wall.toFixed(0)} ms`, aim: "≤ 250 ms" },
    { what: "caption → 256×256", value: `${up.wall.toFixed(0)} ms`, aim: "≤ 2000 ms" },
    { what: "wall ÷ sum of model calls", value: base.ratio.toFixed(3), aim: "≤ 1.05" },
  ];
}
