/**
 * Embeddings as codes: PCA coordinates in order of variance, each in buckets, as the autoregressive prior predicts them
 * (paper §2.2: 319 coordinates in 1,024 buckets).
 */
import { HostError } from "@unclip/host";
import {
  type Pca,
  projectPca,
  type Quantizer,
  reconstructPca,
  type Tensor,
  tableQuantizer,
  uniformQuantizer,
} from "@unclip/tensor";
import type { Model } from "./model.ts";
import { requireOrthonormal } from "./require-orthonormal.ts";

/** Converts embeddings to integers and back. */
export interface Codebook {
  /** How many codes an embedding has. */
  readonly length: number;
  /** A code is in 0..buckets−1. */
  readonly buckets: number;
  /** z [d] → codes. Throws TensorError `shape` for another width. */
  encode(z: Tensor): number[];
  /** Codes → embedding [d]. Missing coordinates are 0. Throws TensorError `range`. */
  decode(codes: readonly number[]): Tensor;
}

/** How far from the mean a uniform codebook reaches, in standard deviations of each coordinate. */
const reach = 3;

/**
 * A codebook of the first `length` components of a basis: coordinates in units of their standard deviation, in equal
 * buckets of [−3, 3]; beyond it they take the outer buckets. Throws TensorError `range`.
 */
export function uniformCodebook(pca: Pca, length: number, buckets: number): Codebook {
  const deviations = pca.eigenvalues.data.slice(0, length).map((variance) => Math.sqrt(variance));
  const quantizer = uniformQuantizer(-reach, reach, buckets);
  const divided = (c: Tensor) => ({
    ...c,
    data: c.data.map((x, i) => (deviations[i]! > 0 ? x / deviations[i]! : 0)),
  });
  const multiplied = (c: Tensor) => ({ ...c, data: c.data.map((x, i) => x * deviations[i]!) });
  return {
    length,
    buckets,
    encode: (z) => [...quantizer.quantize(divided(projectPca(pca, z, length)))],
    decode: (codes) => reconstructPca(pca, multiplied(quantizer.dequantize(codes))),
  };
}

const packed = new WeakMap<Model, Promise<Codebook>>();

/** The codebook of the pack's autoregressive prior. Throws HostError `model_part_missing` if the pack has none. */
export function packCodebook(model: Model): Promise<Codebook> {
  let codebook = packed.get(model);
  if (!codebook) {
    codebook = readCodebook(model);
    packed.set(model, codebook);
    codebook.catch(() => packed.delete(model));
  }
  return codebook;
}

async function readCodebook(model: Model): Promise<Codebook> {
  const { quantizer: spec, id } = model.manifest;
  if (!spec) {
    throw new HostError(
      "model_part_missing",
      `The pack "${id}" has no quantizer. Choose a pack that has one, or a number of buckets of your own.`,
    );
  }
  const [mean, components, edges, values] = await Promise.all(
    [spec.mean, spec.basis, spec.edges, spec.values].map((reference) => model.tensor(reference)),
  );
  requireOrthonormal(components!, `${id}: ${spec.basis}`);
  const length = spec.count;
  const pca: Pca = {
    mean: mean!,
    components: components!,
    // This basis is used only for projection and reconstruction.
    eigenvalues: { data: new Float32Array(length), shape: [length] },
    totalVariance: 0,
  };
  const quantizer: Quantizer = tableQuantizer(withOuterEdges(edges!), values!);
  return {
    length,
    buckets: spec.buckets,
    encode: (z) => [...quantizer.quantize(projectPca(pca, z, length))],
    decode: (codes) => reconstructPca(pca, quantizer.dequantize(codes)),
  };
}

/** Inner edges [n, b − 1] → [n, b + 1], from −∞ to ∞. */
function withOuterEdges({ data, shape: [n = 0, inner = 0] }: Tensor): Tensor {
  const wide = inner + 2;
  const edges = new Float32Array(n * wide);
  for (let i = 0; i < n; i++) {
    edges[i * wide] = Number.NEGATIVE_INFINITY;
    edges.set(data.subarray(i * inner, (i + 1) * inner), i * wide + 1);
    edges[i * wide + inner + 1] = Number.POSITIVE_INFINITY;
  }
  return { data: edges, shape: [n, wide] };
}
