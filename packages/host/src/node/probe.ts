/** Whether a provider works on this machine: found out by computing with it, since a library can be there and fail. */
import type { Pack } from "../host.ts";
import type { Manifest } from "../manifest.ts";
import { createNodeSessions, type Provider } from "./sessions.ts";

/** y = x + x on one float, an ONNX model of operator set 17 (65 bytes). */
const doubling = Uint8Array.from(
  Buffer.from(
    "CAg6OQoOCgF4CgF4EgF5IgNBZGQSBXByb2JlWg8KAXgSCgoICAESBAoCCAFiDwoBeRIKCggIARIECgIIAUICEBE=",
    "base64",
  ),
);

/**
 * Doubles a number with a provider. Resolves to `undefined` when it works, else to why not in one sentence.
 * Loads onnxruntime into this process.
 */
export async function probeProvider(provider: Provider): Promise<string | undefined> {
  const sessions = createNodeSessions({ provider, threads: 1 });
  try {
    const session = await sessions.open(pack(), "doubling.onnx");
    const { y } = await session.run({ x: { data: Float32Array.of(21), shape: [1] } });
    return y?.data[0] === 42 ? undefined : `The provider ${provider} gave ${y?.data[0]} for 21 + 21.`;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await sessions.release();
  }
}

/** A pack of one file that is in no folder. */
function pack(): Pack {
  const manifest = { id: "probe", files: { "doubling.onnx": { bytes: doubling.length, sha256: "" } } };
  // Sessions read the id and the sizes alone; a whole manifest would describe a model that is not there.
  return {
    manifest: manifest as unknown as Manifest,
    digest: "probe",
    read: async () => doubling,
  };
}
