/**
 * Which coefficients the scans of a JPEG file bring (ITU T.81, B.2.3 and G.1.1).
 */

/** Follows the scans of a file whose frame has these components. */
export function scanTally(frame: Uint8Array) {
  const count = frame[9] ?? 0;
  const ids = Array.from({ length: count }, (_, i) => frame[10 + 3 * i]!);
  /** Bits that are still to come of each of the 64 coefficients of each component; 255 where none came. */
  const missing = new Map(ids.map((id) => [id, new Uint8Array(64).fill(255)]));
  return {
    /** @param scan an SOS segment with its header, from its marker on */
    add(scan: Uint8Array): void {
      const components = scan[4] ?? 0;
      const at = 5 + 2 * components;
      const [first = 0, last = 0, approximation = 0] = scan.subarray(at, at + 3);
      for (let i = 0; i < components; i++)
        missing.get(scan[5 + 2 * i]!)?.fill(approximation & 15, first, last + 1);
    },
    /** Whether all coefficients came with all their bits. */
    complete: () => [...missing.values()].every((left) => left.every((bits) => bits === 0)),
  };
}
