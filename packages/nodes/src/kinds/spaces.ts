/**
 * Embeddings and the spaces they live in.
 */
import { NodeError } from "@unclip/engine";
import type { Model } from "@unclip/unclip";
import type { Embedding, Noise, Space } from "./values.ts";

/** The packs that spaces are of, for whoever is to say more of an embedding than its numbers. */
const makers = new WeakMap<Space, Model>();

/** The space of a pack's text or image embeddings. */
export function spaceOf(model: Model, modality: Space["modality"]): Space {
  const { joint, width } = model.manifest.embedding;
  const space: Space = { joint, modality, width };
  makers.set(space, model);
  return space;
}

/** The pack that a space is of, where {@link spaceOf} made this very space. */
export function modelOf(space: Space): Model | undefined {
  return makers.get(space);
}

/** The space of the second CLIP that a pack has to judge pictures; a manifest with its encoders has one. */
export function evaluationSpace({ manifest }: Model, modality: Space["modality"]): Space {
  const { joint, width } = manifest.evaluation!;
  return { joint, modality, width };
}

/** Throws NodeError `space_mismatch` unless the value was made in the pack's joint space. */
export function requireSpace(model: Model, port: string, value: { readonly joint: string }): void {
  const { joint } = model.manifest.embedding;
  if (value.joint === joint) return;
  throw new NodeError(
    "space_mismatch",
    `"${port}": found a value of the space "${value.joint}", expected "${joint}", the space of the graph's model. Make it with the same model.`,
  );
}

/** Throws NodeError `space_mismatch` or `noise_shape` unless the noise is one that the role's diffusion starts from. */
export function requireNoise(model: Model, role: "prior" | "decoder", noise: Noise): void {
  requireSpace(model, "noise", noise);
  const shape = role === "prior" ? [model.manifest.embedding.width] : model.role("decoder").shape;
  const { shape: found } = noise.sample;
  if (found.join() === shape.join()) return;
  throw new NodeError(
    "noise_shape",
    `Found noise of shape [${found.join(", ")}], expected [${shape.join(", ")}], what the ${role} of this model starts from. Make it with a noise node that is set to ${role}.`,
  );
}

/** Throws NodeError `space_mismatch` unless all embeddings are of one joint space and width. */
export function requireOneSpace(embeddings: readonly Embedding[]): void {
  const [first] = embeddings;
  const other = embeddings.find(
    ({ space }) => space.joint !== first!.space.joint || space.width !== first!.space.width,
  );
  if (!first || !other) return;
  throw new NodeError(
    "space_mismatch",
    `Found embeddings of the spaces "${first.space.joint}" and "${other.space.joint}", expected one space. Make both with the same model.`,
  );
}
