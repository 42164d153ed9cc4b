/**
 * A role's session under its conditioning → the Network that samplers call. Guidance is one call of 2B rows:
 * conditional rows first, then unconditional ones.
 */
import {
  type GuidanceScale,
  guide,
  type Network,
  type NetworkOutput,
  needsNoGuidance,
} from "@unclip/diffusion";
import { type DiffusionSpec, type Feed, HostError, type Session } from "@unclip/host";
import { concatBatch, concatChannels, sliceBatch, splitChannels, type Tensor } from "@unclip/tensor";
import { concatRows, feedRows, type Rows, sliceRows } from "./rows.ts";

/** Inputs of a network other than x and t: name → rows. */
export type Conditioning = Readonly<Record<string, Rows>>;

export interface RoleNetworkOptions {
  readonly session: Session;
  readonly spec: Pick<DiffusionSpec, "variance" | "batch"> & {
    readonly in: { readonly x: string; readonly t: string };
    readonly out: { readonly prediction: string };
  };
  readonly conditional?: Conditioning;
  /** What guidance steers away from, with the same number of rows. */
  readonly unconditional?: Conditioning;
  /** One scale, or one per item. If all are 1, the unconditional rows are not computed. */
  readonly guidance?: GuidanceScale;
  /** Channels laid beside x, [B, C, H, W]: the low-resolution picture of an upsampler. */
  readonly beside?: Tensor;
  /** Checked before every model call. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The network of a role. Items beyond the limit of a model call are computed in several calls; each item's result
 * is its own, whatever it shares a call with.
 */
export function roleNetwork(options: RoleNetworkOptions): Network {
  const { spec, guidance = 1, signal } = options;
  const twice = options.unconditional !== undefined && !needsNoGuidance(guidance);
  const most = Math.max(1, Math.floor(spec.batch / (twice ? 2 : 1)));
  return async (x, t) => {
    const count = x.shape[0] ?? 0;
    const parts: NetworkOutput[] = [];
    for (let from = 0; from < count; from += most) {
      const to = Math.min(count, from + most);
      signal?.throwIfAborted();
      const output = await call(options, twice, x, t, from, to);
      if (!twice) {
        parts.push(output);
        continue;
      }
      const scale = typeof guidance === "number" ? guidance : guidance.slice(from, to);
      parts.push(guide(rowsOf(output, 0, to - from), rowsOf(output, to - from, 2 * (to - from)), scale));
    }
    return joined(parts);
  };
}

async function call(
  { session, spec, conditional = {}, unconditional = {}, beside }: RoleNetworkOptions,
  twice: boolean,
  x: Tensor,
  t: number,
  from: number,
  to: number,
): Promise<NetworkOutput> {
  const part = sliceBatch(x, from, to);
  const whole = beside ? concatChannels([part, sliceBatch(beside, from, to)]) : part;
  const sample = twice ? concatBatch([whole, whole]) : whole;
  const feeds: Record<string, Feed> = {
    [spec.in.x]: sample,
    [spec.in.t]: timestep(session, spec.in.t, t, sample.shape[0] ?? 1),
  };
  for (const [name, rows] of Object.entries(conditional)) {
    const own = sliceRows(rows, from, to);
    const other = unconditional[name];
    const both = twice && other !== undefined ? concatRows(own, sliceRows(other, from, to)) : own;
    feeds[name] = feedRows(both, inputType(session, name));
  }
  const results = await session.run(feeds);
  return split(results[spec.out.prediction]!, part.shape[1] ?? 0, spec);
}

/** The timestep in the form that the network declares: int64 or float, one for all rows or one per row. */
function timestep(session: Session, name: string, t: number, rows: number): Feed {
  const info = session.inputs.find((input) => input.name === name);
  const shape = (info?.shape.length ?? 0) === 0 ? [] : [rows];
  const data = new Array<number>(shape[0] ?? 1).fill(t);
  return info?.type === "float32" ? { data: Float32Array.from(data), shape } : { type: "int64", data, shape };
}

function inputType(session: Session, name: string): string {
  return session.inputs.find((input) => input.name === name)?.type ?? "float32";
}

/** Network output → prediction, and variance if the role learns it. */
function split(
  output: Tensor,
  channels: number,
  { variance }: Pick<DiffusionSpec, "variance">,
): NetworkOutput {
  const expected = variance === "fixed-small" ? channels : 2 * channels;
  if (output.shape[1] !== expected) {
    throw new HostError(
      "model_contract",
      `The network returned ${output.shape[1]} channels for ${channels}, expected ${expected} with variance "${variance}". Correct the role in model.json.`,
    );
  }
  if (variance === "fixed-small") return { prediction: output };
  const [prediction, learned] = splitChannels(output, [channels, channels]) as [Tensor, Tensor];
  return variance === "drop" ? { prediction } : { prediction, variance: learned };
}

function rowsOf({ prediction, variance }: NetworkOutput, from: number, to: number): NetworkOutput {
  return {
    prediction: sliceBatch(prediction, from, to),
    ...(variance ? { variance: sliceBatch(variance, from, to) } : {}),
  };
}

function joined(parts: readonly NetworkOutput[]): NetworkOutput {
  if (parts.length === 1) return parts[0]!;
  const variances = parts.flatMap((part) => (part.variance ? [part.variance] : []));
  return {
    prediction: concatBatch(parts.map((part) => part.prediction)),
    ...(variances.length > 0 ? { variance: concatBatch(variances) } : {}),
  };
}
