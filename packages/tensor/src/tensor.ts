/** An n-dimensional array of 32-bit floats, row-major. */
export interface Tensor {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}
