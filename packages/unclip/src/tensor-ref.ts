import { HostError, type Pack } from "@unclip/host";
import type { Tensor } from "@unclip/tensor";

/**
 * Reads a tensor of a pack by its reference `file#tensor`; 16-bit floats are widened. Throws HostError
 * `model_invalid` when the reference leads nowhere or a value is not finite.
 */
export async function readTensor(pack: Pack, reference: string): Promise<Tensor> {
  const [file = "", name = ""] = reference.split("#");
  const entry = pack.manifest.files[file]?.tensors?.[name];
  if (!entry) {
    throw new HostError(
      "model_invalid",
      `${pack.manifest.id}: found the reference "${reference}", expected a tensor that model.json lists.`,
    );
  }
  const bytes = await pack.read(file);
  const size = entry.shape.reduce((a, b) => a * b, 1);
  const view = new DataView(bytes.buffer, bytes.byteOffset + entry.offset);
  const data = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    data[i] = entry.dtype === "f32" ? view.getFloat32(4 * i, true) : halfToFloat(view.getUint16(2 * i, true));
    if (!Number.isFinite(data[i])) {
      throw new HostError(
        "model_invalid",
        `${pack.manifest.id}: found ${data[i]} in ${reference}, expected finite numbers. Export the pack again.`,
      );
    }
  }
  return { data, shape: [...entry.shape] };
}

/** IEEE 754 binary16 → number. */
function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
