/**
 * Checks a network's outputs against the manifest, so that a wrong width is reported for the network that made it and
 * not for the next one.
 */
import { type Feed, HostError, type Manifest, type RoleName, type Session } from "@unclip/host";
import type { Tensor } from "@unclip/tensor";

/** The axes after the batch axis. A name replaces a size that the manifest does not fix. */
type Row = readonly (number | string)[];

type Diffusing = NonNullable<Manifest["roles"]["decoder" | "prior" | "upsampler.0"]>;

/** Shape of one row of each output that a role has, by the output's name in the manifest. */
function rowsOf(manifest: Manifest): Partial<Record<RoleName, Readonly<Record<string, Row>>>> {
  const { embedding, encoding, evaluation, quantizer, roles } = manifest;
  const { prior, decoder } = roles;
  // A network that learns its variance has the same number of channels for it.
  const predicted = ({ variance }: Diffusing, channels: number, ...rest: number[]): { prediction: Row } => ({
    prediction: [variance === "fixed-small" ? channels : 2 * channels, ...rest],
  });
  const picture = (upsampler: Manifest["roles"]["upsampler.0"]) =>
    upsampler && predicted(upsampler, 3, upsampler.to, upsampler.to);
  const judged = evaluation && { embedding: [evaluation.width] };
  const logits = quantizer && { logits: [quantizer.buckets] };
  const rows = {
    "text-encoder": { embedding: [embedding.width], tokens: [encoding.length, encoding.width] },
    "image-encoder": { embedding: [embedding.width] },
    "evaluation-text-encoder": judged,
    "evaluation-image-encoder": judged,
    "autoregressive-prior": logits,
    "autoregressive-prior.step": logits,
    prior: prior && predicted(prior, embedding.width),
    decoder: decoder && predicted(decoder, ...decoder.shape),
    "autoencoder.encode": decoder && { latent: decoder.shape },
    "autoencoder.decode": { x: [3, "height", "width"] },
    "upsampler.0": picture(roles["upsampler.0"]),
    "upsampler.1": picture(roles["upsampler.1"]),
  };
  return rows as Partial<Record<RoleName, Readonly<Record<string, Row>>>>;
}

/**
 * The session of a role. Throws HostError `model_contract`, with pack, role, output and both shapes, if a result does not
 * have the number of rows of the input and the widths of the manifest.
 */
export function checkedOutputs(manifest: Manifest, role: RoleName, session: Session): Session {
  const spec = manifest.roles[role];
  const rows = rowsOf(manifest)[role];
  if (spec === undefined || rows === undefined) return session;
  const { in: fed, out } = spec as { in: Record<string, string>; out: Record<string, string> };
  // The first input of every role has one entry per row: ids, pixels, x, a latent, an embedding or a code.
  const [leading = ""] = Object.values(fed);
  const check = (feeds: Readonly<Record<string, Feed>>, results: Readonly<Record<string, Tensor>>) => {
    const count = feeds[leading]?.shape[0] ?? 0;
    for (const [output, row] of Object.entries(rows)) {
      const name = out[output] ?? output;
      const expected = [count, ...row];
      const found = results[name]?.shape ?? [];
      const fits =
        found.length === expected.length &&
        found.every((size, axis) => typeof expected[axis] === "string" || expected[axis] === size);
      if (!fits)
        throw new HostError(
          "model_contract",
          `${manifest.id}/${spec.file} (${role}): the output "${name}" (${output}) has the shape [${found.join(", ")}], expected [${expected.join(", ")}] by model.json. Export the role again, or correct the manifest.`,
        );
    }
  };
  return {
    inputs: session.inputs,
    outputs: session.outputs,
    async run(feeds) {
      const results = await session.run(feeds);
      check(feeds, results);
      return results;
    },
  };
}
