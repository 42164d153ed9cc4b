/** Runs a node type alone, with its default params and a context that records what the node reports. */
import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import type { Tensor } from "@unclip/tensor";
import type { Embedding } from "../kinds/values.ts";
import { small, smallHost } from "./small-pack.ts";

/** What a node reported in addition to its results. */
interface Heard {
  /** Progress from 0 to 1 after each report. */
  readonly steps: number[];
  readonly remarks: string[];
}

/** A context on a host with the small pack. `asked`: the connected outputs on request. */
export async function smallContext(...asked: readonly string[]): Promise<{
  readonly context: NodeContext<Host>;
  readonly heard: Heard;
}> {
  const heard: Heard = { steps: [], remarks: [] };
  const context: NodeContext<Host> = {
    host: await smallHost(),
    model: small,
    signal: new AbortController().signal,
    asked: new Set(asked),
    previews: true,
    progress: (step, of) => heard.steps.push(step / of),
    remark: (text) => heard.remarks.push(text),
  };
  return { context, heard };
}

/** The defaults of a node type's params. */
export function defaultsOf<P extends Readonly<Record<string, { readonly default: unknown }>>>(node: {
  readonly params: P;
}): { [K in keyof P]: P[K]["default"] } {
  const defaults = Object.entries(node.params).map(([name, param]) => [name, param.default]);
  return Object.fromEntries(defaults) as { [K in keyof P]: P[K]["default"] };
}

/** An embedding of the small pack's space, or of another. */
export function embeddingOf(
  values: readonly number[],
  modality: "image" | "text" = "image",
  joint: string = small,
): Embedding {
  const vector: Tensor = { data: Float32Array.from(values), shape: [values.length] };
  return { vector, space: { joint, modality, width: values.length } };
}

/** The values of a tensor, to four places. */
export function valuesOf({ data }: Tensor): number[] {
  return Array.from(data, (value) => Math.round(value * 1e4) / 1e4 + 0);
}
