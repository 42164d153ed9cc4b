/**
 * Several tensors in one file of 32-bit floats, with the table that a manifest keeps of them.
 */
import type { Tensor } from "@unclip/tensor";

export interface TensorFile {
  readonly bytes: Uint8Array;
  readonly tensors: Record<string, { dtype: "f32"; shape: number[]; offset: number }>;
}

export function tensorFile(named: Readonly<Record<string, Tensor>>): TensorFile {
  const tensors: TensorFile["tensors"] = {};
  let offset = 0;
  for (const [name, { data, shape }] of Object.entries(named)) {
    tensors[name] = { dtype: "f32", shape: [...shape], offset };
    offset += data.byteLength;
  }
  const bytes = new Uint8Array(offset);
  for (const [name, { data }] of Object.entries(named)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), tensors[name]!.offset);
  }
  return { bytes, tensors };
}
