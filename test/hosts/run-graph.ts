/** A graph's run on a host of any kind, with what its models said on the way, to be held against another host. */
import { describe, execute, plan, RunCache } from "@unclip/engine";
import type { Graph, GraphNode } from "@unclip/graph";
import type { Assets, Host } from "@unclip/host";
import { kinds, nodeTypes } from "@unclip/nodes";

/** One answer of a model, or what it was asked: the decoder's input is the latent of the step. */
export interface Answer {
  /** Role of the model, and name of its output; `latent` and `frame` for what is no answer. */
  readonly role: string;
  readonly output: string;
  readonly shape: readonly number[];
  /** Its floats, in base64: a page hands over text quickly. */
  readonly floats: string;
}

export interface GraphRun {
  /** In the order of the calls; pictures, which are large, are not among them. */
  readonly answers: readonly Answer[];
  /** Pictures in the order of their nodes, in base64, and what nodes failed with. */
  readonly pictures: readonly { readonly node: string; readonly bytes: string }[];
  readonly failures: readonly string[];
}

/** What two runs have in common whatever their values. */
export function outline({ answers, pictures }: GraphRun): readonly string[][] {
  return [
    answers.map(({ role, output, shape }) => `${role}.${output} ${shape}`),
    pictures.map((picture) => picture.node),
  ];
}

const recorded = ["text-encoder", "image-encoder", "prior", "autoregressive-prior", "decoder"];

/** Nodes run one after the other, so that model calls come in the same order everywhere. */
export async function runGraphRecorded(host: Host, graph: Graph): Promise<GraphRun> {
  const pack = await host.packs.open(graph.model);
  const answers: Answer[] = [];
  const planned = plan(graph, describe(nodeTypes, kinds), { fingerprint: pack.digest });
  const signal = new AbortController().signal;
  const settings = { types: nodeTypes, host: recording(host, answers), cache: new RunCache(), signal };
  const pictures: { node: string; bytes: string }[] = [];
  const failures: string[] = [];
  for await (const event of execute(planned, { ...settings, concurrency: 1 })) {
    if (event.event === "node-failed") failures.push(`${event.node}: ${event.error.message}`);
    if (event.event !== "node-finished") continue;
    const items = Object.values(event.outputs).flatMap((output) => output.items);
    for (const { asset } of items)
      if (asset?.type.startsWith("image/"))
        pictures.push({ node: event.node, bytes: await readAsset(host.assets, asset.id) });
  }
  return { answers, pictures, failures };
}

async function readAsset(assets: Assets, id: string): Promise<string> {
  return base64((await assets.get(id))?.bytes ?? new Uint8Array());
}

/** The same host, which notes what its models answer. */
function recording(host: Host, answers: Answer[]): Host {
  const open: Host["sessions"]["open"] = async (pack, file) => {
    const session = await host.sessions.open(pack, file);
    const roles = Object.entries(pack.manifest.roles);
    const role = roles.find(([, spec]) => spec?.file === file)?.[0] ?? "";
    if (!recorded.includes(role)) return session;
    return {
      ...session,
      async run(feeds) {
        const latent = role === "decoder" ? feeds[pack.manifest.roles.decoder?.in.x ?? ""] : undefined;
        if (latent?.data instanceof Float32Array)
          answers.push(answer("latent", "x", latent.data, latent.shape));
        const results = await session.run(feeds);
        for (const [output, { data, shape }] of Object.entries(results))
          answers.push(answer(role, output, data, shape));
        return results;
      },
    };
  };
  // Coding an animation loses a little; what it was made of does not.
  const animate: Host["images"]["animate"] = (frames, milliseconds) => {
    for (const { data, shape } of frames) answers.push(answer("frame", "pixels", data, shape));
    return host.images.animate(frames, milliseconds);
  };
  const { provider } = host.sessions;
  const images = { ...host.images, animate };
  return { ...host, images, sessions: { ...host.sessions, provider, busyMilliseconds: 0, open } };
}

function answer(role: string, output: string, data: Float32Array, shape: readonly number[]): Answer {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { role, output, shape: [...shape], floats: base64(bytes) };
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

/** Few steps and few of everything that a batch repeats: kernels agree or differ at any number of them. */
export function hurried(graph: Graph): Graph {
  const nodes = Object.entries(graph.nodes).map(([id, node]) => [id, { ...node, params: fewer(node) }]);
  return { ...graph, nodes: Object.fromEntries(nodes) };
}

const most = 2;

function fewer({ type, params = {} }: GraphNode): GraphNode["params"] {
  const steps = /^(decode|diffusion-prior|upsample|ddim-invert)$/.test(type) ? { steps: 2 } : {};
  const cut = ["count", "keep", "lines", "dims"].flatMap((name): [string, (typeof params)[string]][] => {
    const value = params[name];
    if (typeof value === "number" && value > most) return [[name, most]];
    return Array.isArray(value) ? [[name, value.slice(0, most)]] : [];
  });
  return { ...params, ...steps, ...Object.fromEntries(cut) };
}
