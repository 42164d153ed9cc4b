/**
 * The principal components of a node: those of its input, or the pack's.
 */
import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { openModel, packPca } from "@unclip/unclip";
import { requireOneSpace, spaceOf } from "../kinds/spaces.ts";
import type { Basis, Embedding } from "../kinds/values.ts";

/** The connected basis, else the pack's. Throws HostError `model_part_missing` if the pack has none. */
export async function basisOr(
  basis: Basis | undefined,
  { host, model: id }: Pick<NodeContext<Host>, "host" | "model">,
): Promise<Basis> {
  if (basis) return basis;
  const model = await openModel(host, id);
  return { pca: await packPca(model), space: spaceOf(model, "image") };
}

/** Throws NodeError `space_mismatch` unless the embeddings are of the basis's joint space and width. */
export function requireBasisSpace(basis: Basis, embeddings: readonly Embedding[]): void {
  requireOneSpace([{ vector: basis.pca.mean, space: basis.space }, ...embeddings]);
}

/** How many components a basis has. */
export function componentsOf({ pca }: Basis): number {
  return pca.eigenvalues.data.length;
}
