/**
 * The spaces of embeddings.
 */
import { NodeError } from "@unclip/engine";
import type { Model } from "@unclip/unclip";
import type { Embedding, Noise, Space } from "./values.ts";

/** The pack of each space, for facts about embeddings. */
const makers = new WeakMap<Space, Model>();

/** The space of a pack's text or image embeddings. */
export function spaceOf(model: Model, modality: Space["modality"]): Space {
  const { joint, width } = model.manifest.embedding;
  const space: Space = { joint, modality, width };
  makers.set(space, model);
  return space;
}

/** The pack of a space made by {@link spaceOf}. `undefined` for other objects. */
export function modelOf(space: Space): Model | undefined {
  return makers.get(space);
}

/** The space of the pack's evaluation CLIP. The manifest must have one. */
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

/** Throws NodeError `space_mismatch` or `noise_shape` unless the noise has the space and shape of the role's x_T. */
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
